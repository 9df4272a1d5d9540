using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Checks;

namespace SneakerCheck.Tests.Checks;

/// <summary>Reads blob storage directly, bypassing the product.</summary>
internal static class PhotoStorage
{
    /// <summary>The containers of uploads and of evidence.</summary>
    private static readonly string[] All = [PhotoBlob.Container, PhotoBlob.EvidenceContainer];

    public static async Task<bool> Holds(TestHost host, JsonElement upload) => await Upload(host, upload).ExistsAsync();

    /// <summary>Deletes the evidence of an account, as if storage had lost it.</summary>
    public static async Task LoseEvidence(TestHost host, long account)
    {
        foreach (var name in await Names(host, PhotoBlob.EvidenceContainer, account))
            await Container(host, PhotoBlob.EvidenceContainer).DeleteBlobAsync(name);
    }

    /// <summary>Counts all blobs of an account, also those of which only blocks are there.</summary>
    public static async Task<int> Count(TestHost host, long account)
    {
        var count = 0;
        foreach (var container in All)
            count += (await Names(host, container, account)).Count;
        return count;
    }

    /// <summary>The names of an account's blobs in a container.</summary>
    public static async Task<IReadOnlyList<string>> Names(TestHost host, string container, long account)
    {
        var names = new List<string>();
        var client = Container(host, container);
        await client.CreateIfNotExistsAsync();
        await foreach (var blob in client.GetBlobsAsync(BlobTraits.None, BlobStates.Uncommitted, $"{account}/", default))
            names.Add(blob.Name);
        return names;
    }

    /// <summary>The blob of an upload, with the account's key.</summary>
    public static BlobClient Upload(TestHost host, JsonElement upload) =>
        Container(host, PhotoBlob.Container).GetBlobClient(new BlobUriBuilder(new Uri(upload.Text("url"))).BlobName);

    private static BlobContainerClient Container(TestHost host, string name) =>
        host.Services.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(name);
}
