using System.Text.Json;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;

namespace SneakerCheck.Tests.Checks;

/// <summary>Reads blob storage directly, bypassing the product.</summary>
internal static class PhotoStorage
{
    public static async Task<bool> Holds(TestHost host, JsonElement upload) => await Blob(host, upload).ExistsAsync();

    /// <summary>Deletes the blob of an upload, as if storage had lost it.</summary>
    public static Task Lose(TestHost host, JsonElement upload) => Blob(host, upload).DeleteAsync();

    /// <summary>Counts all blobs of an account.</summary>
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
