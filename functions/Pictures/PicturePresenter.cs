using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SneakerCheck.Accounts;
using SneakerCheck.Pictures.Feed;
using SneakerCheck.Platform.Blobs;

namespace SneakerCheck.Pictures;

/// <summary>Builds replies with pictures: as base64, streamed from storage, or as links to storage.</summary>
public sealed class PicturePresenter(
    AccountStore accounts,
    SmallPictures small,
    [FromKeyedServices(PictureBlob.Container)] BlobStore blobs,
    TimeProvider time,
    ILogger<PictureReply> logger)
{
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(15);

    public async Task<IResult> Page(FeedPage found, int page, int limit, DisplayOptions display, CancellationToken cancellation)
    {
        var pictures = await Lines(found.Entries, display, cancellation);
        var contents = new PictureContentQueue(display.AsLinks ? [] : found.Entries, entry => Open(entry, display, cancellation));
        await contents.Begin();
        return new PictureReply(pictures, contents, new PicturePage(found.Total, page, limit, pictures), logger);
    }

    /// <summary>The reply with one picture; null if its bytes were deleted.</summary>
    public async Task<IResult?> One(FeedEntry entry, DisplayOptions display, CancellationToken cancellation)
    {
        var pictures = await Lines([entry], display, cancellation);
        var contents = new PictureContentQueue(display.AsLinks ? [] : [entry], picture => Open(picture, display, cancellation));
        return await contents.Begin() || display.AsLinks ? new PictureReply(pictures, contents, null, logger) : null;
    }

    private async Task<ImmutableArray<ShownPicture>> Lines(
        ImmutableArray<FeedEntry> entries, DisplayOptions display, CancellationToken cancellation)
    {
        var posters = entries.Select(entry => entry.AccountId).Distinct().ToArray();
        var found = await Task.WhenAll(posters.Select(id => accounts.Find(id, cancellation)));
        var names = posters.Zip(found).ToDictionary(pair => pair.First, pair => PictureWire.NameOf(pair.Second?.Value));
        var lines = new ShownPicture[entries.Length];
        await Parallel.ForAsync(0, entries.Length, cancellation, async (i, cancel) =>
        {
            var entry = entries[i];
            var url = display.AsLinks ? await Link(entry, display, cancel) : null;
            var check = entry.Check is var (view, model, answer) ? new ShownCheck(view, model, answer) : null;
            lines[i] = new ShownPicture(entry.Id, names[entry.AccountId], null, url, entry.ContentType, entry.Size, check);
        });
        return [.. lines];
    }

    private async Task<string> Link(FeedEntry entry, DisplayOptions display, CancellationToken cancellation)
    {
        // A small version is a JPEG of a JPEG, or the original.
        var name = $"{entry.Id}.{entry.ContentType.Split('/')[^1]}";
        var blob = await BlobOf(entry, display, cancellation);
        return (await blobs.ReadLink(blob, entry.ContentType, name, time.GetUtcNow() + LinkLifetime, cancellation)).AbsoluteUri;
    }

    private async Task<Stream?> Open(FeedEntry entry, DisplayOptions display, CancellationToken cancellation) =>
        await blobs.OpenRead(await BlobOf(entry, display, cancellation), cancellation);

    private async Task<string> BlobOf(FeedEntry entry, DisplayOptions display, CancellationToken cancellation) =>
        display.IsSmall ? await small.BlobOf(entry, cancellation) : entry.Blob;
}
