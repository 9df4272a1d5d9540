using Microsoft.Azure.Cosmos;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Tests.Platform.Documents.Cosmos;

/// <summary>Asserts failures of Cosmos DB.</summary>
internal static class CosmosFailures
{
    /// <summary>The store must be unavailable, and the SDK's exception its cause.</summary>
    public static async Task<CosmosException> Unavailable(Func<Task> work)
    {
        var unavailable = await Assert.ThrowsAsync<StoreUnavailableException>(work);
        // The whole diagnostics of the SDK are in the cause.
        Assert.DoesNotContain('\n', unavailable.Message);
        return Assert.IsType<CosmosException>(unavailable.InnerException);
    }
}
