using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Worker;

/// <summary>A worker with its own documents, messages and photos.</summary>
public sealed class WorkerFixture : IAsyncLifetime
{
    private readonly ServiceBusStandIn bus = new();

    internal CosmosStandIn Cosmos { get; private set; } = null!;

    internal WorkerHost Host { get; private set; } = null!;

    /// <summary>Each delivery of a message: the queue and whether its function succeeded.</summary>
    internal IEnumerable<(string Queue, bool Taken)> Deliveries => bus.Deliveries.Select(delivery => (delivery.Queue, delivery.Taken));

    public async Task InitializeAsync()
    {
        await Start(refuses: false);
        using var client = Host.Client();
        await Eventually.Holds(async () => (await client.GetAsync("/health")).IsSuccessStatusCode, "the worker is well");
    }

    public async Task DisposeAsync()
    {
        bus.Dispose();
        if (Host is not null)
            await Host.DisposeAsync();
        await Cosmos.DisposeAsync();
    }

    /// <summary>Starts a worker and everything that it needs.</summary>
    /// <param name="refuses">Whether documents cannot be reached while the worker starts.</param>
    internal async Task Start(bool refuses)
    {
        Cosmos = await CosmosStandIn.Start();
        Cosmos.Refuses = refuses;
        Host = await WorkerHost.Start(new Dictionary<string, string>
        {
            ["Documents__CosmosEndpoint"] = Cosmos.Options().CosmosEndpoint!,
            ["Documents__CosmosKey"] = Cosmos.Options().CosmosKey!,
            ["Documents__CosmosGateway"] = "true",
            ["ServiceBus"] = bus.ConnectionString,
            ["Blobs__ConnectionString"] = await AzuriteFixture.GetConnectionString(),
            ["Tokens__SigningKey"] = Convert.ToBase64String(new byte[32]),
            ["Clients__TrustedProxies"] = "1",
            ["Operator__Email"] = TestHost.OperatorEmail,
            ["Operator__Password"] = TestHost.OperatorPassword,
        });
        bus.Consumer = Host.Deliver;
    }
}
