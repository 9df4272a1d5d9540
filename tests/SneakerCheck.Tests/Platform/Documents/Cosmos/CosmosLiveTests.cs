using Azure.Identity;
using SneakerCheck.Platform.Documents.Cosmos;

namespace SneakerCheck.Tests.Platform.Documents.Cosmos;

/// <summary>
/// The behaviour suite on a real account or emulator. Its container <c>documents</c> in the database <c>sneakercheck</c> must be created
/// as the README of Platform/Documents describes. Set COSMOS_GATEWAY=true for an emulator that supports HTTP only.
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
    public Task The_service_passes_the_behaviour_suite(string test) => DocumentsBehaviour.Run(test, Documents.Value);

    private sealed class LiveTheoryAttribute : TheoryAttribute
    {
        public LiveTheoryAttribute()
        {
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("COSMOS_ENDPOINT")))
                Skip = "COSMOS_ENDPOINT is not set: no Cosmos DB account or emulator to test against.";
        }
    }
}
