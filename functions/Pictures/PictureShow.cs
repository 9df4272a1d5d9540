using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SneakerCheck.Accounts;
using SneakerCheck.Pictures.Feed;
using SneakerCheck.Platform.Blobs;

namespace SneakerCheck.Pictures;

/// <summary>Shows pictures as base64, streamed from storage into the reply, or as links to storage.</summary>
public sealed class PictureShow(
    AccountStore accounts,
    SmallPictures small,
    [FromKeyedServices(PictureBlob.Container)] BlobStore blobs,
    TimeProvider time,
    ILogger<PictureReply> logger)
{
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(15);

    /// <summary>The reply with a page of pictures.</summary>
    public async Task<IResult> Page(FeedPage found, int page, int limit, PictureQuery query, CancellationToken cancellation)
    {
        var pictures = await Lines(found.Entries, query, cancellation);
        var contents = new PictureContentQueue(query.AsLinks ? [] : found.Entries, entry => Open(entry, query, cancellation));
        await contents.Begin();
        return new PictureReply(pictures, contents, new PicturePage(found.Total, page, limit, pictures), logger);
    }

    /// <summary>The reply with one picture; null where its bytes are gone.</summary>
    public async Task<IResult?> One(FeedEntry entry, PictureQuery query, CancellationToken cancellation)
    {
        var pictures = await Lines([entry], query, cancellation);
        var contents = new PictureContentQueue(query.AsLinks ? [] : [entry], picture => Open(picture, query, cancellation));
        return await contents.Begin() || query.AsLinks ? new PictureReply(pictures, contents, null, logger) : null;
    }

    private async Task<ImmutableArray<ShownPicture>> Lines(
        ImmutableArray<FeedEntry> entries, PictureQuery query, CancellationToken cancellation)
    {
        var posters = entries.Select(entry => entry.AccountId).Distinct().ToArray();
        var found = await Task.WhenAll(posters.Select(id => accounts.Find(id, cancellation)));
        var names = posters.Zip(found).ToDictionary(pair => pair.First, pair => PictureWire.NameOf(pair.Second?.Value));
        var lines = new ShownPicture[entries.Length];
        await Parallel.ForAsync(0, entries.Length, cancellation, async (i, cancel) =>
        {
            var entry = entries[i];
            var url = query.AsLinks ? await Link(entry, query, cancel) : null;
            var check = entry.Check is var (view, model, answer) ? new ShownCheck(view, model, answer) : null;
            lines[i] = new ShownPicture(entry.Id, names[entry.AccountId], null, url, entry.ContentType, entry.Size, check);
        });
        return [.. lines];
    }

    private async Task<string> Link(FeedEntry entry, PictureQuery query, CancellationToken cancellation) =>
        (await blobs.ReadLink(await BlobOf(entry, query, cancellation), time.GetUtcNow() + LinkLifetime, cancellation)).AbsoluteUri;

    private async Task<Stream?> Open(FeedEntry entry, PictureQuery query, CancellationToken cancellation) =>
        await blobs.OpenRead(await BlobOf(entry, query, cancellation), cancellation);

    private async Task<string> BlobOf(FeedEntry entry, PictureQuery query, CancellationToken cancellation) =>
        query.IsSmall ? await small.BlobOf(entry, cancellation) : entry.Blob;
}
