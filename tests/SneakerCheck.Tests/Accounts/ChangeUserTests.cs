using System.Net;
using System.Net.Http.Json;

namespace SneakerCheck.Tests.Accounts;

/// <summary>Seed 000: changing a user, with what contracts.md adds.</summary>
public sealed class ChangeUserTests
{
    [Fact]
    public async Task A_user_reads_and_changes_their_own_account()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var email = NewUser.Email();

        var changed = await (await owner.Http.PutAsJsonAsync(
            $"/api/v1/users/{owner.Id}", new { nick_name = "新名字", email, quota = 10 })).Json(HttpStatusCode.OK);
        var cleared = await (await owner.Http.PutAsJsonAsync("/api/v1/users/me", new { email = "" })).Json(HttpStatusCode.OK);

        Assert.Equal(("新名字", email, 10), (changed.Text("nick_name"), changed.Text("email"), changed.GetProperty("quota").GetInt32()));
        Assert.Equal(("新名字", ""), (cleared.Text("nick_name"), cleared.Text("email")));
        var read = await (await owner.Http.GetAsync($"/api/v1/users/{owner.Id}")).Json(HttpStatusCode.OK);
        Assert.Equal(cleared.GetRawText(), read.GetRawText());
    }

    [Fact]
    public async Task A_given_up_email_is_free_for_others_after_a_while()
    {
        var time = new TestHostTime();
        await using var host = await TestHost.Start(time);
        var (owner, heir) = (await host.Owner(), await host.Owner());
        var email = NewUser.Email();
        await (await owner.Http.PutAsJsonAsync("/api/v1/users/me", new { email })).Json(HttpStatusCode.OK);
        await (await heir.Http.PutAsJsonAsync("/api/v1/users/me", new { email })).Problem(409, "email_taken");

        await (await owner.Http.PutAsJsonAsync("/api/v1/users/me", new { email = "" })).Json(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromMinutes(6));

        var changed = await (await heir.Http.PutAsJsonAsync("/api/v1/users/me", new { email })).Json(HttpStatusCode.OK);
        Assert.Equal(email, changed.Text("email"));
    }

    [Fact]
    public async Task A_user_cannot_set_their_own_quota()
    {
        var owner = await (await TestHost.Shared).Owner();

        var problem = await (await owner.Http.PutAsJsonAsync("/api/v1/users/me", new { quota = 11 })).Problem(400, "invalid_field");

        Assert.Equal("quota", Assert.Single(problem.List("errors")).Text("field"));
        await (await owner.Http.PutAsJsonAsync("/api/v1/users/me/quota", new { quota = 11 })).Problem(403, "forbidden");
        Assert.Equal(10, (await owner.User()).GetProperty("quota").GetInt32());
    }

    [Fact]
    public async Task The_last_identity_cannot_be_removed()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();
        var email = NewUser.Email();
        await (await anybody.PostAsJsonAsync("/api/v1/users", new { nick_name = "x", email, password = NewUser.Password }))
            .Json(HttpStatusCode.Created);
        var session = await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { email, password = NewUser.Password }))
            .Json(HttpStatusCode.OK);
        using var client = host.Client(session.Text("token"));

        await (await client.PutAsJsonAsync("/api/v1/users/me", new { email = "" })).Problem(400, "identity_required");
    }
}
