using Azure.Core;
using Moq;
using SneakerCheck.Platform.Documents.Cosmos;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Worker;

/// <summary>The contract of the documents' port, tested with the Cosmos adapter and its real SDK against the stand-in.</summary>
[Trait(Speed.Category, Speed.Slow)]
public sealed class CosmosStandInTests(CosmosStandInTests.Running running) : IClassFixture<CosmosStandInTests.Running>
{
    [Theory]
    [MemberData(nameof(DocumentsBehaviour.Names), MemberType = typeof(DocumentsBehaviour))]
    public Task The_adapter_passes_the_behaviour_suite(string test) => DocumentsBehaviour.Run(test, running.Documents);

    public sealed class Running : IAsyncLifetime
    {
        private CosmosStandIn? cosmos;

        public CosmosDocuments Documents { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            cosmos = await CosmosStandIn.Start();
            Documents = CosmosDocuments.Connect(cosmos.Options(), Mock.Of<TokenCredential>(), TimeProvider.System);
        }

        public async Task DisposeAsync() => await cosmos!.DisposeAsync();
    }
}
