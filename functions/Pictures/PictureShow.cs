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
    public async Task<IResult> Page(FeedPage found, int page, int limit, PictureLook look, CancellationToken cancellation)
    {
        var pictures = await Lines(found.Entries, look, cancellation);
        var contents = new PictureContentQueue(look.AsLinks ? [] : found.Entries, entry => Open(entry, look, cancellation));
        await contents.Begin();
        return new PictureReply(pictures, contents, new PicturePage(found.Total, page, limit, pictures), logger);
    }

    /// <summary>The reply with one picture; null where its bytes are gone.</summary>
    public async Task<IResult?> One(FeedEntry entry, PictureLook look, CancellationToken cancellation)
    {
        var pictures = await Lines([entry], look, cancellation);
        var contents = new PictureContentQueue(look.AsLinks ? [] : [entry], picture => Open(picture, look, cancellation));
        return await contents.Begin() || look.AsLinks ? new PictureReply(pictures, contents, null, logger) : null;
    }

    private async Task<ImmutableArray<ShownPicture>> Lines(
        ImmutableArray<FeedEntry> entries, PictureLook look, CancellationToken cancellation)
    {
        var posters = entries.Select(entry => entry.AccountId).Distinct().ToArray();
        var found = await Task.WhenAll(posters.Select(id => accounts.Find(id, cancellation)));
        var names = posters.Zip(found).ToDictionary(pair => pair.First, pair => PictureWire.NameOf(pair.Second?.Value));
        var lines = new ShownPicture[entries.Length];
        await Parallel.ForAsync(0, entries.Length, cancellation, async (i, cancel) =>
        {
            var entry = entries[i];
            var url = look.AsLinks ? await Link(entry, look, cancel) : null;
            var check = entry.Check is var (view, model, answer) ? new ShownCheck(view, model, answer) : null;
            lines[i] = new ShownPicture(entry.Id, names[entry.AccountId], null, url, entry.ContentType, entry.Size, check);
        });
        return [.. lines];
    }

    private async Task<string> Link(FeedEntry entry, PictureLook look, CancellationToken cancellation) =>
        (await blobs.ReadLink(await BlobOf(entry, look, cancellation), time.GetUtcNow() + LinkLifetime, cancellation)).AbsoluteUri;

    private async Task<Stream?> Open(FeedEntry entry, PictureLook look, CancellationToken cancellation) =>
        await blobs.OpenRead(await BlobOf(entry, look, cancellation), cancellation);

    private async Task<string> BlobOf(FeedEntry entry, PictureLook look, CancellationToken cancellation) =>
        look.IsSmall ? await small.BlobOf(entry, cancellation) : entry.Blob;
}
