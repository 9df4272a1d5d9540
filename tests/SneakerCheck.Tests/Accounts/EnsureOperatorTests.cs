using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Hosting;
using SneakerCheck.Tests.Pictures;

namespace SneakerCheck.Tests.Accounts;

/// <summary>A start at which accounts cannot be read: the host serves, says so in its health, and makes the operator later.</summary>
public sealed class EnsureOperatorTests : IDisposable
{
    private static readonly TimeSpan LongerThanAnyWait = TimeSpan.FromMinutes(2);
    private readonly TestFolder folder = new();
    private readonly TestHostTime time = new();
    private volatile bool isDown = true;
    private int tries;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_host_whose_documents_refuse_at_its_start_serves_and_makes_the_operator_once_they_answer()
    {
        await using var host = await Start();
        using var client = new HttpClient { BaseAddress = new Uri(host.Address) };

        var before = await (await client.GetAsync("/health")).Json(HttpStatusCode.ServiceUnavailable);
        Assert.Equal(("failing", "ok", "failing"), (before.Text("status"), before.Text("documents"), before.Text("start")));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/templates")).StatusCode);

        // Several tries fail before one succeeds.
        await Eventually.Holds(TriedAgain(3), "the work was tried three times");
        isDown = false;
        await Eventually.Holds(
            async () =>
            {
                time.Advance(LongerThanAnyWait);
                return (await client.GetAsync("/health")).StatusCode == HttpStatusCode.OK;
            },
            "health is well");

        var signIn = await client.PostAsJsonAsync(
            "/api/v1/sessions", new { email = TestHost.OperatorEmail, password = TestHost.OperatorPassword });
        await signIn.Json(HttpStatusCode.OK);
    }

    private Func<bool> TriedAgain(int times) => () =>
    {
        time.Advance(LongerThanAnyWait);
        return tries >= times;
    };

    private Task<LocalHost> Start() => new TestHostBuilder(folder.Path)
    {
        Settings = { ["Operator:Email"] = TestHost.OperatorEmail, ["Operator:Password"] = TestHost.OperatorPassword },
        Time = time,
        Configure = builder => builder.Services.AddSingleton<IDocuments>(provider =>
            new TroubledDocuments(provider.GetRequiredService<SqliteDocuments>()) { BeforeRead = RefuseIdentities }),
    }.Start();

    private Task RefuseIdentities(string kind)
    {
        if (!isDown || kind != "identity")
            return Task.CompletedTask;
        Interlocked.Increment(ref tries);
        throw new UnauthorizedAccessException("The role is not known yet.");
    }
}
