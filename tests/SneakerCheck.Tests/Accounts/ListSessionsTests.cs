using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Accounts;

/// <summary>Listing sessions, and the limit on how many an account keeps.</summary>
public sealed class ListSessionsTests
{
    [Fact]
    public async Task An_owner_sees_where_they_are_signed_in_newest_first()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();
        var credentials = new { nick_name = "x", email = NewUser.Email(), password = "long enough" };
        await (await anybody.PostAsJsonAsync("/api/v1/users", credentials)).Json(HttpStatusCode.Created);
        var (phone, tablet) = (await SignIn("phone/1.0"), await SignIn(new string('t', 300)));
        using var client = host.Client(phone.Text("token"));

        var sessions = await OwnSessions.List(client);

        Assert.Equal([new string('t', 200), "phone/1.0"], sessions.Select(session => session.Text("client")));
        Assert.Equal([false, true], sessions.Select(session => session.GetProperty("current").GetBoolean()));
        Assert.Equal([tablet.Text("expire_time"), phone.Text("expire_time")], sessions.Select(session => session.Text("expire_time")));
        Assert.All(sessions, session =>
        {
            Assert.Equal(["id", "client", "create_time", "expire_time", "current"], session.Names());
            Assert.Equal(
                TimeSpan.FromDays(30),
                session.GetProperty("expire_time").GetDateTimeOffset() - session.GetProperty("create_time").GetDateTimeOffset());
        });

        async Task<JsonElement> SignIn(string name)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/sessions") { Content = JsonContent.Create(credentials) };
            request.Headers.TryAddWithoutValidation("User-Agent", name);
            return await (await anybody.SendAsync(request)).Json(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Another_accounts_session_is_neither_seen_nor_ended()
    {
        var host = await TestHost.Shared;
        var (owner, other) = (await host.Owner(), await host.Owner());
        var id = Assert.Single(await OwnSessions.List(other.Http)).Text("id");

        await (await owner.Http.DeleteAsync($"{OwnSessions.Path}/{id}")).Problem(404, "not_found");
        await (await owner.Http.DeleteAsync($"/api/v1/users/{other.Id}/sessions/{id}")).Problem(403, "forbidden");
        await (await owner.Http.GetAsync($"/api/v1/users/{other.Id}/sessions")).Problem(403, "forbidden");

        Assert.NotEqual(id, Assert.Single(await OwnSessions.List(owner.Http)).Text("id"));
        await other.User();
    }

    [Fact]
    public async Task An_account_keeps_its_hundred_newest_sessions()
    {
        using var file = new SqliteFile();
        var time = new ManualTime();
        var instance = new AccountInstance(new SqliteDocuments(file.Database, time), time);
        var (account, bystander) = (await instance.Create("a@example.com"), await instance.Create("b@example.com"));
        var bystanders = await instance.Open(bystander);
        var opened = new List<SignedIn>();
        for (var i = 0; i < SessionStore.MaximumPerAccount + 5; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            opened.Add(await instance.Open(account));
        }

        Assert.Equal(Enumerable.Reverse(opened).Take(SessionStore.MaximumPerAccount).Select(one => one.Session), await List());
        Assert.Equal(AccessFault.Invalid, (await instance.Authenticate(opened[4].Token)).Fault);
        Assert.NotNull((await instance.Authenticate(opened[5].Token)).Caller);
        Assert.NotNull((await instance.Authenticate(bystanders.Token)).Caller);

        // Several instances at once: no more stay, and none that was opened just now is lost.
        time.Advance(TimeSpan.FromSeconds(1));
        var instances = Enumerable.Range(0, 3).Select(_ => new AccountInstance(new SqliteDocuments(file.Database, time), time)).ToArray();
        var parallel = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(() => instances[i % 3].Open(account))));
        var left = await List();
        Assert.Equal(SessionStore.MaximumPerAccount, left.Length);
        Assert.Superset(parallel.Select(one => one.Session).ToHashSet(), left.ToHashSet());

        async Task<Session[]> List() => [.. await instance.Sessions.List(account, CancellationToken.None)];
    }

    [Fact]
    public async Task Sessions_that_ended_leave_the_list_at_once_and_the_store_at_the_next_sign_in()
    {
        using var file = new SqliteFile();
        var time = new ManualTime();
        var instance = new AccountInstance(new SqliteDocuments(file.Database, time), time);
        var account = await instance.Create("a@example.com");
        for (var i = 0; i < 3; i++)
            await instance.Open(account);

        account = (await instance.Accounts.Change(account.Id, current => current.WithPassword("x"), CancellationToken.None)).Value;

        Assert.Empty(await instance.Sessions.List(account, CancellationToken.None));
        Assert.Equal(3, await Stored());
        var session = (await instance.Open(account)).Session;
        Assert.Equal(session, Assert.Single(await instance.Sessions.List(account, CancellationToken.None)));
        Assert.Equal(1, await Stored());
        time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await instance.Sessions.List(account, CancellationToken.None));

        Task<long> Stored() => file.Database.Read(
            connection => connection.Query("SELECT count(*) FROM documents WHERE kind = 'session'", row => row.GetInt64(0))[0]);
    }
}
