using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Gigs.People;
using SneakerCheck.Gigs.Photos;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Tests.Checks;
using SneakerCheck.Tests.Hosting;
using SneakerCheck.Tests.Imaging.Metadata;

namespace SneakerCheck.Tests.Gigs.Organizations;

/// <summary>Creating, reading and changing organizations (seed 003).</summary>
public sealed class OrganizationTests
{
    [Fact]
    public async Task Who_creates_an_organization_owns_it_and_every_user_sees_it_under_both_words()
    {
        var host = await TestHost.Shared;
        var (owner, other) = (await GigsClient.Create(host), await GigsClient.Create(host));
        var name = GigsClient.NewName();

        var created = await owner.Http.PostAsJsonAsync($"{owner.Path}/organizations", new { name, bio = "bio" });

        var id = (await created.Json(HttpStatusCode.Created)).Text("organization_id");
        Assert.Equal($"{owner.Organizations}/{id}", $"{created.Headers.Location}");
        foreach (var word in new[] { "organization", "organizations" })
        {
            var seen = await (await other.Http.GetAsync($"{other.Path}/{word}/{id}")).Json(HttpStatusCode.OK);
            Assert.Equal(
                (id, name, "bio", "", 0),
                ($"{seen.Number("organization_id")}", seen.Text("name"), seen.Text("bio"), seen.Text("profile_photo_path"),
                    seen.GetProperty("avg_comment").GetDouble()));
            var member = Assert.Single(seen.List("members"));
            Assert.Equal(
                (owner.Id, "球球君", "owner"), (member.Number("user_id"), member.Text("nickname"), member.Text("status")));
        }
        await (await other.Http.GetAsync($"{other.Path}/organisation/{id}")).GigsError(404);
        await (await other.Http.GetAsync($"{owner.Path}/organization/{id}")).GigsError(401);
    }

    [Fact]
    public async Task Of_fifty_who_ask_for_one_name_at_once_one_gets_it()
    {
        var host = await TestHost.Shared;
        var users = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => GigsClient.Create(host)));
        var name = GigsClient.NewName();

        var replies = await Task.WhenAll(users.Select((user, number) => user.Http.PostAsJsonAsync(
            user.Organizations, new { name = number % 2 == 0 ? name : name.ToUpperInvariant(), bio = "" })));

        var created = await Assert.Single(replies, reply => reply.StatusCode == HttpStatusCode.Created).Json(HttpStatusCode.Created);
        foreach (var refused in replies.Where(reply => reply.StatusCode != HttpStatusCode.Created))
            Assert.Equal("create conflicted, duplicate organization name", await refused.GigsError(409));
        var store = host.Services.GetRequiredService<OrganizationStore>();
        Assert.Equal(created.Text("organization_id"), $"{await store.FindByName(name.ToLowerInvariant(), default)}");
        Assert.Equal(1, (await Task.WhenAll(users.Select(user => user.Joined()))).Sum(joined => joined.Length));
    }

    [Theory]
    [InlineData("  {0}  ")]
    [InlineData("{0}ß", "{0}SS", false)]
    [InlineData("Graders ＡＢＣ {0}", "graders abc  {0}")]
    [InlineData("看鞋 {0}", "看鞋 {0}")]
    public async Task A_name_is_compared_without_regard_to_case_width_and_spaces(string name, string other = "{0}", bool isSame = true)
    {
        var user = await GigsClient.Create(await TestHost.Shared);
        var unique = $"{Guid.NewGuid():N}";
        await user.NewOrganization(name.Replace("{0}", unique, StringComparison.Ordinal));

        var reply = await user.Http.PostAsJsonAsync(
            user.Organizations, new { name = other.Replace("{0}", unique, StringComparison.Ordinal), bio = "" });

        Assert.Equal(isSame ? HttpStatusCode.Conflict : HttpStatusCode.Created, reply.StatusCode);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"bio":"bio"}""")]
    [InlineData("""{"name":"","bio":"bio"}""")]
    [InlineData("""{"name":" ","bio":"bio"}""")]
    [InlineData("""{"name":7,"bio":"bio"}""")]
    [InlineData("""{"name":"a\nb","bio":"bio"}""")]
    [InlineData("""{"name":"a name","bio":"bio","balance":5}""")]
    [InlineData("""{"name":"12345678901234567890123456789012345678901234567890123456789012345"}""")]
    public async Task A_body_with_missing_unknown_or_ill_typed_keys_is_400(string json)
    {
        var user = await GigsClient.Create(await TestHost.Shared);
        var organization = await user.NewOrganization();

        await (await user.Send("POST", user.Organizations, json)).GigsError(400);
        if (json != """{"bio":"bio"}""")
            await (await user.Send("PUT", organization.Path, json)).GigsError(400);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("0")]
    [InlineData("none")]
    [InlineData("99999999999999999999")]
    public async Task There_is_no_such_organization(string id)
    {
        var user = await GigsClient.Create(await TestHost.Shared);
        var path = $"{user.Organizations}/{id}";

        foreach (var reply in new[]
        {
            await user.Http.GetAsync(path),
            await user.Http.GetAsync($"{path}/balance"),
            await user.Http.GetAsync($"{path}/profile_photo"),
            await user.Http.PutAsJsonAsync(path, new { bio = "x" }),
            await user.PostPhoto($"{path}/profile_photo", TestPhoto.Unique()),
            await user.Http.PostAsJsonAsync($"{path}/members", new { email = "a@example.com", status = "member" }),
            await user.Http.PutAsJsonAsync($"{path}/members/{user.Id}", new { status = "member" }),
            await user.Http.DeleteAsync($"{path}/members/{user.Id}"),
            await user.Http.DeleteAsync(path),
        })
        {
            Assert.Contains("organization Not Found", await reply.GigsError(404));
        }
    }

    [Fact]
    public async Task Owner_and_admins_change_an_organization_and_others_do_not()
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        var (admin, member) = (await organization.Join(host, "admin"), await organization.Join(host));
        var stranger = await GigsClient.Create(host);
        var name = GigsClient.NewName();

        foreach (var user in new[] { member, stranger })
        {
            var path = organization.PathOf(user);
            foreach (var refused in new[]
            {
                await user.Http.PutAsJsonAsync(path, new { bio = "x" }),
                await user.PostPhoto($"{path}/profile_photo", TestPhoto.Unique()),
                await user.Http.GetAsync($"{path}/balance"),
            })
            {
                Assert.Equal("insufficient permission", await refused.GigsError(401));
            }
        }
        var changed = await admin.Http.PutAsJsonAsync(organization.PathOf(admin), new { name, bio = "new" });
        Assert.Equal($$"""{"name":"{{name}}","bio":"new"}""", (await changed.Json(HttpStatusCode.OK)).GetRawText());
        var again = await organization.Owner.Http.PutAsJsonAsync(organization.Path, new { bio = "newer" });
        Assert.Equal($$"""{"name":"{{name}}","bio":"newer"}""", (await again.Json(HttpStatusCode.OK)).GetRawText());
        foreach (var user in new[] { admin, organization.Owner })
        {
            var balance = await (await user.Http.GetAsync($"{organization.PathOf(user)}/balance")).Json(HttpStatusCode.OK);
            Assert.Equal("""{"balance":0}""", balance.GetRawText());
        }
    }

    [Fact]
    public async Task A_name_that_is_given_up_is_free_and_one_that_is_taken_is_409()
    {
        var host = await TestHost.Shared;
        var user = await GigsClient.Create(host);
        var (first, second) = (GigsClient.NewName(), GigsClient.NewName());
        var organization = await user.NewOrganization(first);
        var other = await user.NewOrganization(second);

        await (await user.Http.PutAsJsonAsync(other.Path, new { name = first.ToUpperInvariant() })).GigsError(409);
        Assert.Equal(second, (await other.Get()).Text("name"));
        // Only in case: it is its own name.
        await (await user.Http.PutAsJsonAsync(organization.Path, new { name = first.ToUpperInvariant() })).Json(HttpStatusCode.OK);
        await (await user.Http.PutAsJsonAsync(organization.Path, new { name = GigsClient.NewName() })).Json(HttpStatusCode.OK);

        Assert.Null(await host.Services.GetRequiredService<OrganizationStore>().FindByName(first, default));
    }

    [Fact]
    public async Task A_photo_of_an_organization_is_shown_to_every_user_without_its_metadata_and_replaces_the_one_before()
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        var (admin, stranger) = (await organization.Join(host, "admin"), await GigsClient.Create(host));
        var store = host.Services.GetRequiredService<OrganizationStore>();
        var blobs = host.Services.GetRequiredKeyedService<BlobStore>(ProfilePhotos.Container);
        await (await stranger.Http.GetAsync($"{organization.PathOf(stranger)}/profile_photo")).GigsError(404);
        await (await organization.Owner.PostPhoto($"{organization.Path}/profile_photo", TestPhoto.Unique())).Json(HttpStatusCode.OK);
        var before = (await store.Find(organization.Id, default))!.Value.Photo!;
        var plain = TestPhoto.Unique();

        var reply = await admin.PostPhoto($"{organization.PathOf(admin)}/profile_photo", PictureSamples.JpegWithEverything(plain));

        await reply.Json(HttpStatusCode.OK);
        var path = (await (await stranger.Http.GetAsync(organization.PathOf(stranger))).Json(HttpStatusCode.OK))
            .Text("profile_photo_path");
        Assert.Equal(plain, await stranger.GetPhoto(path));
        await Eventually.Holds(async () => await blobs.Find(before, default) is null, "the photo before is gone");
        await (await admin.PostPhoto($"{organization.PathOf(admin)}/profile_photo", plain, "image/png")).GigsError(415);
    }

    [Fact]
    public async Task The_comments_of_all_members_make_its_mean()
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        var member = await organization.Join(host);
        var profiles = host.Services.GetRequiredService<ProfileStore>();
        await profiles.AddComment(member.Id, "gig-1", 5, default);
        await profiles.AddComment(member.Id, "gig-2", 4, default);
        await profiles.AddComment(organization.Owner.Id, "gig-1", 1, default);

        Assert.Equal(3.33, (await organization.Get()).GetProperty("avg_comment").GetDouble());
    }

    [Fact]
    public async Task A_user_lists_the_organizations_that_they_are_in_with_their_status()
    {
        var host = await TestHost.Shared;
        var user = await GigsClient.Create(host);
        Assert.Empty(await user.Joined());
        var own = await user.NewOrganization();
        var other = await (await GigsClient.Create(host)).NewOrganization();
        await (await other.Add(await user.GainEmail(host), "admin")).Json(HttpStatusCode.Created);

        var joined = await user.Joined();

        Assert.Equal(
            [(own.Id, (await own.Get()).Text("name"), "owner"), (other.Id, (await other.Get()).Text("name"), "admin")],
            joined.Select(one => (one.Number("organization_id"), one.Text("name"), one.Text("status"))));
        Assert.All(joined, one => Assert.Equal(["organization_id", "name", "status"], one.Names()));
    }
}
