using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Tests.Calls;
using SneakerCheck.Tests.Checks;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Accounts;

/// <summary>A deleted account can do nothing from then on, and what is its own is removed.</summary>
public sealed class DeleteUserTests
{
    [Fact]
    public async Task The_owner_deletes_the_account_with_the_password_and_everything_that_is_its_own_goes()
    {
        var host = await TestHost.Shared;
        var subject = await Subject.Create();
        var open = await subject.OpenSession();
        var published = await subject.Http.PostAsJsonAsync(
            $"/api/v1/users/me/tasks/{subject.Objects["task_id"]}/pictures", new { views = new[] { "appear" } });
        await published.Json(HttpStatusCode.OK);
        var photo = (await subject.Http.GetAsync($"/api/v1/users/me/tasks/{subject.Objects["task_id"]}/files/appear")).Headers.Location!;
        using var storage = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await storage.GetAsync(photo)).StatusCode);
        var witness = await host.Owner();
        Assert.Equal(2, await Pictures(witness, subject.UserName));

        await (await subject.Http.DeleteAsync($"/users/me/organization/{subject.Objects["organization_id"]}")).Json(HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.NoContent, (await Delete(subject.Http, "me", Subject.Password)).StatusCode);

        // Nothing is readable from this moment on, by any of its sessions and by its names.
        foreach (var token in new[] { subject.Token, open.Token })
        {
            using var client = host.Client(token);
            foreach (var path in new[] { "users/me", "users/me/tasks", "users/me/notifications", "users/me/devices" })
                await (await client.GetAsync($"/api/v1/{path}")).Problem(401, "token_invalid");
        }
        using var anybody = host.Client();
        var signIn = await anybody.PostAsJsonAsync("/api/v1/sessions", new { username = subject.UserName, password = Subject.Password });
        await signIn.Problem(401, "invalid_credentials");
        var desk = await host.Operator();
        await (await desk.PutAsJsonAsync($"/api/v1/users/{subject.Id}/quota", new { quota = 1 })).Problem(404, "not_found");

        await Eventually.Holds(
            async () => (await Left(host, subject.Id)).SequenceEqual(["account", "outbox", "photo-print", "wallet"]),
            "its documents are gone");
        await Eventually.Holds(async () => (await storage.GetAsync(photo)).StatusCode == HttpStatusCode.NotFound, "its photo is gone");
        await Eventually.Holds(async () => await Pictures(witness, subject.UserName) == 0, "its pictures are gone");
        await Eventually.Holds(
            async () => !(await Account(host, subject.Id)).Contains(subject.UserName, StringComparison.Ordinal), "its name is gone");
        var heir = await anybody.PostAsJsonAsync(
            "/api/v1/users", new { nick_name = "x", username = subject.UserName, password = NewUser.Password });
        await heir.Json(HttpStatusCode.Created);
        Assert.Equal(0, await Pictures(witness, subject.UserName));
    }

    [Fact]
    public async Task A_check_that_waits_for_its_run_goes_too()
    {
        var host = await TestHost.Shared;
        var owner = await Subject.OwnerWithPassword(host);
        var task = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));

        await Task.WhenAll(owner.Submit(task), Delete(owner.Http, "me", Subject.Password));

        await Eventually.Holds(
            async () => !(await Left(host, owner.Id)).Except(["account", "outbox", "photo-print", "wallet"]).Any(),
            "its documents are gone");
    }

    [Fact]
    public async Task Without_the_right_password_nothing_is_deleted_and_guessing_ends()
    {
        var owner = await Subject.OwnerWithPassword(await TestHost.Shared);

        var missing = await (await Delete(owner.Http, "me", null)).Problem(400, "invalid_field");
        Assert.Equal("password", Assert.Single(missing.List("errors")).Text("field"));
        for (var guess = 0; guess < 5; guess++)
            await (await Delete(owner.Http, "me", $"guess {guess}")).Problem(403, "wrong_password");
        await (await Delete(owner.Http, $"{owner.Id}", Subject.Password)).Problem(429, "too_many_attempts");

        Assert.Equal(owner.Id, (await owner.User()).GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task Nobody_deletes_anothers_account_but_an_operator_who_needs_no_password()
    {
        var host = await TestHost.Shared;
        var (owner, other) = (await host.Owner(), await host.Owner());

        await (await Delete(other.Http, $"{owner.Id}", Subject.Password)).Problem(403, "forbidden");
        Assert.Equal(HttpStatusCode.NoContent, (await Delete(await host.Operator(), $"{owner.Id}", null)).StatusCode);

        await (await owner.Http.GetAsync("/api/v1/users/me")).Problem(401, "token_invalid");
        await (await Delete(await host.Operator(), $"{owner.Id}", null)).Problem(404, "not_found");
    }

    [Fact]
    public async Task An_area_that_objects_keeps_the_account()
    {
        await using var host = await TestHost.Start(configure: builder => builder.Services.AddSingleton<IAccountLeaving, Objector>());
        var owner = await host.Owner();

        await (await Delete(await host.Operator(), $"{owner.Id}", null)).Problem(409, "last_admin");

        await owner.User();
    }

    private static Task<HttpResponseMessage> Delete(HttpClient by, string id, string? password) =>
        by.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/users/{id}") { Content = JsonContent.Create(new { password }) });

    private static async Task<int> Pictures(TestHostOwner witness, string userName)
    {
        var page = await (await witness.Http.GetAsync($"/api/picture?username={userName}&fields=url")).Json(HttpStatusCode.OK);
        return page.GetProperty("data").List("pictures").Count();
    }

    // The order of the second round waits in the outbox, fingerprints stay, and the closed wallet stays for 30 days.
    private static async Task<IEnumerable<string>> Left(TestHost host, long id) =>
        await host.Services.GetRequiredService<SqliteDatabase>().Read(session => session.Query(
            "SELECT DISTINCT kind FROM documents WHERE partition = @partition ORDER BY kind",
            row => row.GetString(0),
            ("@partition", AccountStore.Partition(id))));

    private static async Task<string> Account(TestHost host, long id) => Assert.Single(
        await host.Services.GetRequiredService<SqliteDatabase>().Read(session => session.Query(
            "SELECT CAST(value AS TEXT) FROM documents WHERE partition = @partition AND kind = 'account'",
            row => row.GetString(0),
            ("@partition", AccountStore.Partition(id)))));

    private sealed class Objector : IAccountLeaving
    {
        public Task<Refusal?> Objection(Account account, CancellationToken cancellation) =>
            Task.FromResult<Refusal?>(new Refusal(409, "last_admin", "There is something left to do."));

        public Task Remove(long accountId, CancellationToken cancellation) => Task.CompletedTask;
    }
}
