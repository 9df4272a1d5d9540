using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;

namespace SneakerCheck.Tests.Accounts;

/// <summary>No reply and no log line ever holds a password, its hash or a token that was sent.</summary>
public sealed class PasswordSecrecyTests : IAsyncLifetime
{
    private const string Password = "correct horse battery staple";
    private const string NewPassword = "tr0ub4dor and another";
    private readonly TestHostLog log = new();
    private TestHost host = null!;

    public async Task InitializeAsync() => host = await TestHost.Start(configure: log.TakeOver);

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Neither_replies_nor_logs_hold_passwords_hashes_or_tokens()
    {
        using var anybody = host.Client();
        var email = NewUser.Email();
        var replies = new List<string>();
        async Task Keep(HttpResponseMessage reply) => replies.Add(await reply.Content.ReadAsStringAsync());

        await Keep(await anybody.PostAsJsonAsync("/api/v1/users", new { nick_name = "x", email, password = Password }));
        await Keep(await anybody.PostAsJsonAsync("/api/v1/users", new { nick_name = "x", email, password = Password }));
        await Keep(await anybody.PostAsJsonAsync("/api/v1/users", new { nick_name = "", email, password = Password }));
        await Keep(await anybody.PostAsJsonAsync("/api/v1/sessions", new { email, password = Password + "!" }));
        var session = await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { email, password = Password })).Json(HttpStatusCode.OK);
        var token = session.Text("token");
        using var client = host.Client(token);
        await Keep(await client.GetAsync("/api/v1/users/me"));
        await Keep(await client.PutAsJsonAsync("/api/v1/users/me", new { nick_name = "y" }));
        await Keep(await client.PutAsJsonAsync(
            "/api/v1/users/me/password", new { old_password = Password + "!", new_password = NewPassword }));
        await Keep(await client.PutAsJsonAsync("/api/v1/users/me/password", new { old_password = Password, new_password = NewPassword }));
        await Keep(await client.GetAsync("/api/v1/users/me/sessions"));
        await Keep(await client.DeleteAsync("/api/v1/sessions/current"));
        await Keep(await client.GetAsync("/api/v1/users/me"));

        var account = (await host.Services.GetRequiredService<AccountStore>().FindByIdentity(email, CancellationToken.None))!.Value;
        Assert.NotEmpty(log.Lines);
        string[] secrets =
        [
            Password, NewPassword, TestHost.OperatorPassword, account.PasswordHash, token, token[(token.LastIndexOf('.') + 1)..],
        ];
        foreach (var secret in secrets)
        {
            Assert.NotEmpty(secret);
            Assert.DoesNotContain(replies.Append(session.GetProperty("user").GetRawText()), reply => reply.Contains(secret));
            Assert.DoesNotContain(log.Lines, line => line.Contains(secret));
        }
    }
}
