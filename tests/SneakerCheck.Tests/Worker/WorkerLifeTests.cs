using System.Net;
using System.Net.Http.Json;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Worker;

/// <summary>How the real worker starts and ends.</summary>
[Trait(Speed.Category, Speed.Slow)]
public sealed class WorkerLifeTests : IAsyncDisposable
{
    private readonly WorkerFixture worker = new();

    public async ValueTask DisposeAsync() => await worker.DisposeAsync();

    [Fact]
    public async Task A_worker_without_access_to_documents_starts_reports_it_recovers_and_exits_with_0()
    {
        await worker.Start(refuses: true);
        using var client = worker.Host.Client();
        // Functions are loaded shortly before the worker receives HTTP.
        await Eventually.Holds(
            async () => (await client.GetAsync("/health")).StatusCode == HttpStatusCode.ServiceUnavailable, "the worker serves");
        var before = await (await client.GetAsync("/health")).Json(HttpStatusCode.ServiceUnavailable);
        Assert.Equal(("failing", "failing"), (before.Text("documents"), before.Text("start")));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/docs")).StatusCode);

        worker.Cosmos.Refuses = false;
        await Eventually.Holds(async () => (await client.GetAsync("/health")).StatusCode == HttpStatusCode.OK, "health is well");
        var signIn = await client.PostAsJsonAsync(
            "/api/v1/sessions", new { email = TestHost.OperatorEmail, password = TestHost.OperatorPassword });
        await signIn.Json(HttpStatusCode.OK);

        Assert.Equal(0, await worker.Host.Terminate());
    }
}
