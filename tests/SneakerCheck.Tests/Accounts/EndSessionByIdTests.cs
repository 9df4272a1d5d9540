using System.Net;
using System.Net.Http.Json;

namespace SneakerCheck.Tests.Accounts;

public sealed class EndSessionByIdTests
{
    [Fact]
    public async Task An_owner_ends_any_of_their_sessions_once()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();
        var credentials = new { nick_name = "x", email = NewUser.Email(), password = "long enough" };
        await (await anybody.PostAsJsonAsync("/api/v1/users", credentials)).Json(HttpStatusCode.Created);
        using var kept = host.Client(
            (await (await anybody.PostAsJsonAsync("/api/v1/sessions", credentials)).Json(HttpStatusCode.OK)).Text("token"));
        using var lost = host.Client(
            (await (await anybody.PostAsJsonAsync("/api/v1/sessions", credentials)).Json(HttpStatusCode.OK)).Text("token"));
        var id = Assert.Single(await OwnSessions.List(kept), session => !session.GetProperty("current").GetBoolean()).Text("id");

        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => kept.DeleteAsync($"{OwnSessions.Path}/{id}")));

        Assert.Single(replies, reply => reply.StatusCode == HttpStatusCode.NoContent);
        foreach (var late in replies.Where(reply => reply.StatusCode != HttpStatusCode.NoContent))
            await late.Problem(404, "not_found");
        await (await lost.GetAsync("/api/v1/users/me")).Problem(401, "token_invalid");
        var own = Assert.Single(await OwnSessions.List(kept)).Text("id");
        Assert.Equal(HttpStatusCode.NoContent, (await kept.DeleteAsync($"{OwnSessions.Path}/{own}")).StatusCode);
        await (await kept.GetAsync(OwnSessions.Path)).Problem(401, "token_invalid");
    }

    [Theory]
    [InlineData("current")]
    [InlineData("account")]
    [InlineData("%2e%2e%2faccount")]
    [InlineData("a%2Fb%5Cc%3Fd%23e")]
    [InlineData("%F0%9F%91%9F")]
    [InlineData("'%20OR%201=1")]
    [InlineData("*")]
    public async Task A_session_id_that_cannot_be_one_is_not_found(string id)
    {
        var owner = await (await TestHost.Shared).Owner();

        await (await owner.Http.DeleteAsync($"{OwnSessions.Path}/{id.Replace("*", new string('s', 2000))}")).Problem(404, "not_found");

        await owner.User();
    }
}
