using Azure.Identity;
using SneakerCheck.Platform.Documents.Cosmos;

namespace SneakerCheck.Tests.Platform.Documents.Cosmos;

/// <summary>
/// The same promises, kept by a real account or emulator: its container is <c>documents</c> in the database <c>sneakercheck</c>,
/// made as the README of Platform/Documents says. COSMOS_GATEWAY=true for an emulator that speaks HTTP only.
/// </summary>
public sealed class CosmosLiveTests
{
    private static readonly Lazy<CosmosDocuments> Documents = new(() => CosmosDocuments.Connect(
        new()
        {
            CosmosEndpoint = Environment.GetEnvironmentVariable("COSMOS_ENDPOINT"),
            CosmosKey = Environment.GetEnvironmentVariable("COSMOS_KEY"),
            CosmosGateway = Environment.GetEnvironmentVariable("COSMOS_GATEWAY") == "true",
        },
        new DefaultAzureCredential(),
        TimeProvider.System));

    [LiveTheory]
    [MemberData(nameof(DocumentsBehaviour.Names), MemberType = typeof(DocumentsBehaviour))]
    public Task The_service_keeps_the_promises_of_the_port(string promise) => DocumentsBehaviour.Show(promise, Documents.Value);

    private sealed class LiveTheoryAttribute : TheoryAttribute
    {
        public LiveTheoryAttribute()
        {
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("COSMOS_ENDPOINT")))
                Skip = "COSMOS_ENDPOINT is not set: no Cosmos DB account or emulator to test against.";
        }
    }
}
