using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Gigs.People;

namespace SneakerCheck.Tests.Gigs.People;

/// <summary>GET /users/{id} and the changes of it, of seed 003.</summary>
public sealed class PersonTests
{
    [Fact]
    public async Task A_user_sees_everything_and_others_neither_identity_nor_name_nor_balance()
    {
        var host = await TestHost.Shared;
        var email = GigsClient.NewEmail();
        var (user, other) = (await GigsClient.Register(host, email), await GigsClient.Create(host));
        await Put(user, "personality", new { nickname = "球球君", bio = "two\nlines" });
        await Put(user, "school", new { school = "SYSU", grade = "2016", student_number = "16340000" });
        await Put(user, "personal_info", new { name = "李雷", age = 21, sex = "male" });
        await Grant(host, user, 12);

        var own = await user.Get();
        var shown = await other.Get(user.Id);

        Assert.Equal(own.Names(), shown.Names());
        Assert.Equal((email, "16340000", "李雷", 12), (own.Text("email"), own.Text("student_id"), own.Text("name"), own.Number("balance")));
        Assert.Equal("", own.Text("phone_number"));
        foreach (var hidden in new[] { "email", "phone_number", "student_id", "name" })
            Assert.Equal("", shown.Text(hidden));
        Assert.Equal(0, shown.Number("balance"));
        foreach (var person in new[] { own, shown })
        {
            Assert.Equal(user.Id, person.Number("user_id"));
            Assert.Equal(
                ("球球君", "two\nlines", "SYSU", "2016", 21, "male"),
                (person.Text("nickname"), person.Text("bio"), person.Text("school"), person.Text("grade"), person.Number("age"),
                    person.Text("sex")));
        }
    }

    [Fact]
    public async Task Me_is_a_users_own_id()
    {
        var user = await GigsClient.Create(await TestHost.Shared);

        var me = await (await user.Http.GetAsync("/users/me")).Json(HttpStatusCode.OK);

        Assert.Equal((await user.Get()).GetRawText(), me.GetRawText());
    }

    [Theory]
    [InlineData("5")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("nobody")]
    [InlineData("99999999999999999999")]
    public async Task There_is_no_such_user(string id)
    {
        var user = await GigsClient.Create(await TestHost.Shared);

        await (await user.Http.GetAsync($"/users/{id}")).GigsError(404);
        await (await user.Http.GetAsync($"/users/{id}/profile_photo")).GigsError(404);
    }

    [Fact]
    public async Task A_reply_has_the_members_that_were_written_and_the_others_stay()
    {
        var user = await GigsClient.Create(await TestHost.Shared);
        await Put(user, "personality", new { nickname = "one", bio = "bio" });
        await Put(user, "school", new { school = "school", grade = "grade", student_number = "sid" });

        Assert.Equal("""{"bio":""}""", await Put(user, "personality", new { bio = "" }));
        Assert.Equal("""{"username":"two"}""", await Put(user, "personality", new { username = " two " }));
        Assert.Equal("""{"student_id":"another"}""", await Put(user, "school", new { student_id = "another" }));
        Assert.Equal("""{"age":0}""", await Put(user, "personal_info", new { age = 0 }));

        var own = await user.Get();
        Assert.Equal(
            ("two", "", "school", "grade", "another"),
            (own.Text("nickname"), own.Text("bio"), own.Text("school"), own.Text("grade"), own.Text("student_id")));
    }

    [Theory]
    [InlineData("personality", "{}")]
    [InlineData("personality", """{"nickname":""}""")]
    [InlineData("personality", """{"nickname":null}""")]
    [InlineData("personality", """{"nickname":7}""")]
    [InlineData("personality", """{"nickname":"one","username":"two"}""")]
    [InlineData("personality", """{"nickname":"one","balance":1000}""")]
    [InlineData("personality", """{"nickname":"a\u202eb"}""")]
    [InlineData("school", "{}")]
    [InlineData("school", """{"student_id":"1","student_number":"2"}""")]
    [InlineData("school", """{"school":["a"]}""")]
    [InlineData("personal_info", "[]")]
    [InlineData("personal_info", """{"age":-1}""")]
    [InlineData("personal_info", """{"age":151}""")]
    [InlineData("personal_info", """{"age":"20"}""")]
    [InlineData("personal_info", """{"age":20.5}""")]
    [InlineData("personal_info", """{"avg_comment":5}""")]
    public async Task A_change_with_missing_unknown_or_ill_typed_keys_is_400_and_changes_nothing(string part, string json)
    {
        var user = await GigsClient.Create(await TestHost.Shared);
        var before = (await user.Get()).GetRawText();

        await (await user.Send("PUT", $"{user.Path}/{part}", json)).GigsError(400);

        Assert.Equal(before, (await user.Get()).GetRawText());
    }

    [Fact]
    public async Task Another_user_changes_nothing()
    {
        var host = await TestHost.Shared;
        var (user, other) = (await GigsClient.Create(host), await GigsClient.Create(host));
        var before = (await user.Get()).GetRawText();

        await (await other.Http.PutAsJsonAsync($"{user.Path}/personality", new { nickname = "x" })).GigsError(401);
        await (await other.Http.PutAsJsonAsync($"{user.Path}/school", new { school = "x" })).GigsError(401);
        await (await other.Http.PutAsJsonAsync($"{user.Path}/personal_info", new { name = "x" })).GigsError(401);

        Assert.Equal(before, (await user.Get()).GetRawText());
    }

    [Fact]
    public async Task Changes_at_once_of_different_members_are_all_kept()
    {
        var user = await GigsClient.Create(await TestHost.Shared);

        await Task.WhenAll(
            Put(user, "personality", new { bio = "bio" }),
            Put(user, "school", new { school = "school" }),
            Put(user, "school", new { grade = "grade" }),
            Put(user, "school", new { student_number = "sid" }),
            Put(user, "personal_info", new { name = "name" }),
            Put(user, "personal_info", new { age = 9 }),
            Put(user, "personal_info", new { sex = "sex" }));

        var own = await user.Get();
        Assert.Equal(
            ("bio", "school", "grade", "sid", "name", 9, "sex"),
            (own.Text("bio"), own.Text("school"), own.Text("grade"), own.Text("student_id"), own.Text("name"), own.Number("age"),
                own.Text("sex")));
    }

    [Fact]
    public async Task Each_comment_counts_once_however_often_its_message_comes_and_the_mean_is_shown()
    {
        var host = await TestHost.Shared;
        var user = await GigsClient.Create(host);
        var profiles = host.Services.GetRequiredService<ProfileStore>();
        Assert.Equal(0, (await user.Get()).GetProperty("avg_comment").GetDouble());

        await Task.WhenAll(Enumerable.Range(0, 24).Select(
            delivery => profiles.AddComment(user.Id, $"gig-{delivery % 3}", 3 + (delivery % 3), CancellationToken.None)));
        await profiles.AddComment(user.Id, "gig-3", 1, CancellationToken.None);

        Assert.Equal(3.25, (await user.Get()).GetProperty("avg_comment").GetDouble());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => profiles.AddComment(user.Id, "x", 0, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => profiles.AddComment(user.Id, "x", 6, CancellationToken.None));
        // Nobody is there to receive it, and a message must not fail for ever.
        await profiles.AddComment(5, "gig-1", 5, CancellationToken.None);
    }

    /// <summary>Gives a user money of the platform.</summary>
    internal static async Task Grant(TestHost host, GigsClient user, long amount) =>
        await host.Services.GetRequiredService<Ledger>().Transfer(
            LedgerEntry.Create(
                LedgerAccount.Platform, LedgerAccount.User(user.Id), amount, LedgerReason.Grant, DateTimeOffset.UtcNow),
            null,
            CancellationToken.None);

    private static async Task<string> Put(GigsClient user, string part, object body) =>
        (await (await user.Http.PutAsJsonAsync($"{user.Path}/{part}", body)).Json(HttpStatusCode.OK)).GetRawText();
}
