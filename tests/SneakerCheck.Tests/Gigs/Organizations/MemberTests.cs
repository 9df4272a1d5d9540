using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Gigs.Money;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Gigs.Organizations;

/// <summary>Who may add, change and remove which members (seed 003).</summary>
public sealed class MemberTests
{
    [Fact]
    public async Task A_user_is_added_by_email_or_phone_number_and_told()
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        using var anybody = host.Client();
        var (email, phone) = (GigsClient.NewEmail(), GigsClient.NewPhone());
        var byEmail = await GigsClient.Register(host, email);
        var registered = await (await anybody.PostAsJsonAsync("/users", new { phone_number = phone, password = GigsClient.Password }))
            .Json(HttpStatusCode.Created);

        var added = await organization.Add($" {email.ToUpperInvariant()}", "admin");
        var also = await organization.Owner.Http.PostAsJsonAsync(
            $"{organization.Path}/members", new { phone_number = phone, status = "member" });

        Assert.Equal((await organization.Get()).GetRawText(), (await also.Json(HttpStatusCode.Created)).GetRawText());
        await added.Json(HttpStatusCode.Created);
        Assert.Equal(organization.Path, $"{added.Headers.Location}");
        Assert.Equal(
            new() { [organization.Owner.Id] = "owner", [byEmail.Id] = "admin", [registered.Number("user_id")] = "member" },
            await organization.Statuses());
        await Eventually.Holds(
            async () => (await (await byEmail.Http.GetAsync("/api/v1/users/me/notifications")).Json(HttpStatusCode.OK))
                .EnumerateArray().Any(notice => notice.Text("type") == "organization.joined"),
            "the new member is told");
    }

    [Fact]
    public async Task Nobody_is_added_twice_and_nobody_who_does_not_exist()
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        var email = await (await GigsClient.Create(host)).GainEmail(host);

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => organization.Add(email)));

        Assert.Single(replies, reply => reply.StatusCode == HttpStatusCode.Created);
        foreach (var reply in replies.Where(reply => reply.StatusCode != HttpStatusCode.Created))
            await reply.GigsError(409);
        Assert.Equal(2, (await organization.Statuses()).Count);
        await (await organization.Add(await organization.Owner.GainEmail(host))).GigsError(409);
        Assert.Equal("user/organization Not Found", await (await organization.Add(GigsClient.NewEmail())).GigsError(404));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"email":"a@example.com"}""")]
    [InlineData("""{"status":"member"}""")]
    [InlineData("""{"email":"a@example.com","phone_number":"13123456789","status":"member"}""")]
    [InlineData("""{"email":"a@example.com","status":"root"}""")]
    [InlineData("""{"email":"a@example.com","status":1}""")]
    [InlineData("""{"email":"a","status":"member"}""")]
    [InlineData("""{"email":"a@example.com","status":"member","user_id":1}""")]
    public async Task A_body_with_missing_unknown_or_ill_typed_keys_is_400(string json)
    {
        var organization = await (await GigsClient.Create(await TestHost.Shared)).NewOrganization();

        await (await organization.Owner.Send("POST", $"{organization.Path}/members", json)).GigsError(400);
    }

    // Who adds with which status: the reply.
    [Theory]
    [InlineData("owner", "member", 201)]
    [InlineData("owner", "admin", 201)]
    [InlineData("owner", "owner", 401)]
    [InlineData("admin", "member", 201)]
    [InlineData("admin", "admin", 201)]
    [InlineData("admin", "owner", 401)]
    [InlineData("member", "member", 401)]
    [InlineData("member", "admin", 401)]
    [InlineData("stranger", "member", 401)]
    public async Task Owner_and_admins_add(string who, string status, int expected)
    {
        var host = await TestHost.Shared;
        var (organization, caller) = await As(host, who);
        var user = await GigsClient.Create(host);

        var reply = await organization.Add(await user.GainEmail(host), status, caller);

        Assert.Equal(expected, (int)reply.StatusCode);
        if (expected == 401)
            Assert.Equal("insufficient permission", await reply.GigsError(401));
        Assert.Equal(expected == 201 ? status : null, (await organization.Statuses()).GetValueOrDefault(user.Id));
    }

    [Fact]
    public async Task Who_may_add_nobody_does_not_learn_who_is_a_user()
    {
        var host = await TestHost.Shared;
        var (organization, member) = await As(host, "member");

        Assert.Equal("insufficient permission", await (await organization.Add(GigsClient.NewEmail(), by: member)).GigsError(401));
    }

    // Who changes whom to what: the reply.
    [Theory]
    [InlineData("owner", "member", "admin", 200)]
    [InlineData("owner", "admin", "member", 200)]
    [InlineData("owner", "member", "owner", 401)]
    [InlineData("owner", "themselves", "member", 401)]
    [InlineData("admin", "member", "admin", 200)]
    [InlineData("admin", "member", "member", 200)]
    [InlineData("admin", "member", "owner", 401)]
    [InlineData("admin", "admin", "member", 401)]
    [InlineData("admin", "owner", "member", 401)]
    [InlineData("admin", "themselves", "member", 200)]
    [InlineData("admin", "themselves", "owner", 401)]
    [InlineData("member", "member", "admin", 401)]
    [InlineData("member", "themselves", "admin", 401)]
    [InlineData("member", "owner", "member", 401)]
    [InlineData("stranger", "member", "admin", 401)]
    [InlineData("stranger", "themselves", "admin", 401)]
    [InlineData("owner", "nobody", "admin", 404)]
    [InlineData("admin", "nobody", "admin", 404)]
    [InlineData("member", "nobody", "admin", 401)]
    public async Task Nobody_gives_a_status_above_their_own_or_takes_one_from_an_equal(string who, string whom, string status, int expected)
    {
        var host = await TestHost.Shared;
        var (organization, caller) = await As(host, who);
        var target = await Target(host, organization, caller, whom);
        var before = await organization.Statuses();

        var reply = await organization.Appoint(target, status, caller);

        Assert.Equal(expected, (int)reply.StatusCode);
        if (expected == 200)
            before[target] = status;
        else
            await reply.GigsError(expected);
        Assert.Equal(before, await organization.Statuses());
    }

    // Who removes whom: the reply.
    [Theory]
    [InlineData("owner", "member", 200)]
    [InlineData("owner", "admin", 200)]
    [InlineData("owner", "themselves", 401)]
    [InlineData("admin", "member", 200)]
    [InlineData("admin", "admin", 401)]
    [InlineData("admin", "owner", 401)]
    [InlineData("admin", "themselves", 200)]
    [InlineData("member", "member", 401)]
    [InlineData("member", "admin", 401)]
    [InlineData("member", "owner", 401)]
    [InlineData("member", "themselves", 200)]
    [InlineData("stranger", "member", 401)]
    [InlineData("stranger", "themselves", 401)]
    [InlineData("owner", "nobody", 404)]
    public async Task Admins_remove_members_only_and_whoever_is_not_the_owner_may_leave(string who, string whom, int expected)
    {
        var host = await TestHost.Shared;
        var (organization, caller) = await As(host, who);
        var target = await Target(host, organization, caller, whom);
        var before = await organization.Statuses();

        var reply = await organization.Remove(target, caller);

        Assert.Equal(expected, (int)reply.StatusCode);
        if (expected == 200)
            before.Remove(target);
        else
            await reply.GigsError(expected);
        Assert.Equal(before, await organization.Statuses());
    }

    [Fact]
    public async Task Whoever_was_removed_can_be_added_again()
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        var user = await organization.Join(host);
        var email = await user.GainEmail(host);

        await (await organization.Remove(user.Id)).Json(HttpStatusCode.OK);
        await (await organization.Remove(user.Id)).GigsError(404);
        Assert.Empty(await user.Joined());
        await (await organization.Add(email, "admin")).Json(HttpStatusCode.Created);

        Assert.Equal("admin", (await organization.Statuses())[user.Id]);
    }

    // What an admin does while the owner demotes or removes them: the last moment before the commit is the owner's.
    [Theory]
    [InlineData("add", true)]
    [InlineData("add", false)]
    [InlineData("promote", true)]
    [InlineData("promote", false)]
    [InlineData("remove", true)]
    [InlineData("remove", false)]
    [InlineData("change", true)]
    [InlineData("change", false)]
    public async Task Whoever_loses_the_status_before_the_commit_is_refused(string what, bool isRemoved)
    {
        HookedDocuments? hooked = null;
        await using var host = await TestHost.Start(configure: builder => builder.Services.AddSingleton<IDocuments>(
            services => hooked = new HookedDocuments(services.GetRequiredService<SqliteDocuments>())));
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        var (admin, member) = (await organization.Join(host, "admin"), await organization.Join(host));
        var email = await (await GigsClient.Create(host)).GainEmail(host);
        var before = await organization.Get();
        var isDone = 0;
        hooked!.BeforeCommit = async commit =>
        {
            if (commit.Partition != OrganizationStore.Partition(organization.Id) || Interlocked.Exchange(ref isDone, 1) == 1)
                return;
            var reply = isRemoved ? await organization.Remove(admin.Id) : await organization.Appoint(admin.Id, "member");
            await reply.Json(HttpStatusCode.OK);
        };

        var reply = what switch
        {
            "add" => await organization.Add(email, by: admin),
            "promote" => await organization.Appoint(member.Id, "admin", admin),
            "remove" => await organization.Remove(member.Id, admin),
            _ => await admin.Http.PutAsJsonAsync(organization.PathOf(admin), new { bio = "an admin's last words" }),
        };

        Assert.Equal("insufficient permission", await reply.GigsError(401));
        Assert.Equal(1, isDone);
        var after = await organization.Get();
        Assert.Equal(before.Text("bio"), after.Text("bio"));
        var expected = before.List("members").ToDictionary(one => one.Number("user_id"), one => one.Text("status"));
        expected[admin.Id] = "member";
        if (isRemoved)
            expected.Remove(admin.Id);
        Assert.Equal(expected, await organization.Statuses());
    }

    /// <summary>An organization with a member and an admin, and a caller of this status in it.</summary>
    private static async Task<(GigsOrganization Organization, GigsClient Caller)> As(TestHost host, string who)
    {
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        return (organization, who switch
        {
            "owner" => organization.Owner,
            "stranger" => await GigsClient.Create(host),
            _ => await organization.Join(host, who),
        });
    }

    private static async Task<long> Target(TestHost host, GigsOrganization organization, GigsClient caller, string whom) => whom switch
    {
        "themselves" => caller.Id,
        "owner" => organization.Owner.Id,
        "nobody" => (await GigsClient.Create(host)).Id,
        _ => (await organization.Join(host, whom)).Id,
    };
}
