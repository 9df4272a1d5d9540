using System.Net;
using System.Net.Http.Json;

namespace SneakerCheck.Tests.Accounts;

/// <summary>An identity belongs to one account, however many requests claim it at once.</summary>
public sealed class AccountStoreRaceTests
{
    [Fact]
    public async Task Of_parallel_registrations_of_one_email_exactly_one_succeeds()
    {
        using var anybody = (await TestHost.Shared).Client();
        var name = $"race{NewUser.Number()}";
        string[] spellings = [$"{name}@example.com", $"{name.ToUpperInvariant()}@EXAMPLE.com", $" {name}@Example.Com"];

        var replies = await Task.WhenAll(Enumerable.Range(0, 15).Select(i => anybody.PostAsJsonAsync(
            "/api/v1/users", new { nick_name = $"racer {i}", email = spellings[i % 3], password = $"password {i}" })));

        var winner = await Assert.Single(replies, reply => reply.StatusCode == HttpStatusCode.Created).Json(HttpStatusCode.Created);
        foreach (var loser in replies.Where(reply => reply.StatusCode != HttpStatusCode.Created))
            await loser.Problem(409, "email_taken");
        var password = $"password {winner.Text("nick_name")["racer ".Length..]}";
        var session = await (await anybody.PostAsJsonAsync("/api/v1/sessions", new { email = spellings[0], password }))
            .Json(HttpStatusCode.OK);
        Assert.Equal(winner.GetRawText(), session.GetProperty("user").GetRawText());
    }

    [Fact]
    public async Task Of_parallel_changes_to_one_email_exactly_one_succeeds()
    {
        var host = await TestHost.Shared;
        var owners = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Owner()));
        var email = NewUser.Email();

        var replies = await Task.WhenAll(owners.Select(owner => owner.Http.PutAsJsonAsync("/api/v1/users/me", new { email })));

        Assert.Single(replies, reply => reply.StatusCode == HttpStatusCode.OK);
        foreach (var loser in replies.Where(reply => reply.StatusCode != HttpStatusCode.OK))
            await loser.Problem(409, "email_taken");
        var holders = await Task.WhenAll(owners.Select(owner => owner.User()));
        Assert.Single(holders, user => user.Text("email") == email);
    }

    [Fact]
    public async Task Parallel_changes_of_one_account_are_all_made()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var desk = await host.Operator();
        var email = NewUser.Email();

        await Task.WhenAll(
            owner.CreateTask(),
            owner.Http.PutAsJsonAsync("/api/v1/users/me", new { nick_name = "新" }),
            owner.Http.PutAsJsonAsync("/api/v1/users/me", new { email }),
            owner.Http.PutAsJsonAsync(
                "/api/v1/users/me", new { phone = "+8613900000000".Replace("00000000", NewUser.Number()[..8]) }),
            desk.PutAsJsonAsync($"/api/v1/users/{owner.Id}/quota", new { quota = 5 }),
            owner.CreateTask());

        var user = await owner.User();
        Assert.Equal(
            ("新", email, 5, 2),
            (user.Text("nick_name"), user.Text("email"), user.GetProperty("quota").GetInt32(), user.GetProperty("tasks_held").GetInt32()));
        Assert.NotEmpty(user.Text("phone"));
    }
}
