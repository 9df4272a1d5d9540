using System.Text.Json;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;

namespace SneakerCheck.Tests.Checks;

/// <summary>Looks into the storage itself, past the product.</summary>
internal static class PhotoStorage
{
    /// <summary>Whether the blob of an upload is there.</summary>
    public static async Task<bool> Holds(TestHost host, JsonElement upload) => await Blob(host, upload).ExistsAsync();

    /// <summary>Removes the blob of an upload, as a storage that lost it would.</summary>
    public static Task Lose(TestHost host, JsonElement upload) => Blob(host, upload).DeleteAsync();

    /// <summary>How many photos lie under an account.</summary>
    public static async Task<int> Count(TestHost host, long account)
    {
        var count = 0;
        await foreach (var _ in Container(host).GetBlobsAsync(prefix: $"{account}/"))
            count++;
        return count;
    }

    private static BlobClient Blob(TestHost host, JsonElement upload) =>
        Container(host).GetBlobClient(new BlobUriBuilder(new Uri(upload.Text("url"))).BlobName);

    private static BlobContainerClient Container(TestHost host) =>
        host.Services.GetRequiredService<BlobServiceClient>().GetBlobContainerClient("photos");
}
