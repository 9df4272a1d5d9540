using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform.Blobs;

namespace SneakerCheck.Checks;

/// <summary>
/// The only way to the bytes of checks' photos. A client writes into the container of uploads, by a link. At submission the photo is
/// copied to the container of evidence, for which no link to write is ever signed. Everything that judges or shows a photo after that
/// reads the copy, in the version that was inspected.
/// </summary>
public sealed class CheckPhotos(
    [FromKeyedServices(PhotoBlob.Container)] BlobStore uploads,
    [FromKeyedServices(PhotoBlob.EvidenceContainer)] BlobStore evidence,
    TimeProvider time)
{
    /// <summary>How long links to read photos are valid, here and for exemplars.</summary>
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(5);

    // 12 digits of time and 4 random ones, of a UUID v7.
    private const int AttemptLength = 16;

    /// <summary>Names one attempt to freeze a photo. It begins with the time.</summary>
    public static string NewAttempt(DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now).ToString("N");
        return string.Concat(id.AsSpan(0, 12), id.AsSpan(32 - (AttemptLength - 12)));
    }

    /// <summary>When the upload or the attempt began, in Unix milliseconds. The first 48 bits of a UUID v7 hold the time.</summary>
    public static long StartOf(string id) =>
        id.Length >= 12 && long.TryParse(id.AsSpan(0, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var start)
            ? start
            : 0;

    /// <summary>
    /// Opens exactly the version that was submitted; null if it no longer exists or the photo was never submitted.
    /// </summary>
    public Task<Stream?> Open(Check check, CheckPhoto photo, CancellationToken cancellation) => photo.Submitted is { } submitted
        ? StoreOf(photo).OpenRead(check.BlobName(photo), submitted.ETag, cancellation)
        : Task.FromResult<Stream?>(null);

    /// <summary>Whether there is a blob, of whatever version.</summary>
    public async Task<bool> Exists(Check check, CheckPhoto photo, CancellationToken cancellation) =>
        await StoreOf(photo).Find(check.BlobName(photo), cancellation) is not null;

    /// <summary>A short-lived link to read the photo, in whatever version it is there; null if it is not.</summary>
    public async Task<Uri?> FindLink(Check check, CheckPhoto photo, CancellationToken cancellation) =>
        await Exists(check, photo, cancellation) ? await ReadLink(check, photo, cancellation) : null;

    /// <summary>A short-lived link to read the photo, which may not be there.</summary>
    public Task<Uri> ReadLink(Check check, CheckPhoto photo, CancellationToken cancellation) =>
        StoreOf(photo).ReadLink(
            check.BlobName(photo), PhotoBlob.ContentType, $"{photo.View}.jpg", time.GetUtcNow() + LinkLifetime, cancellation);

    private BlobStore StoreOf(CheckPhoto photo) => photo.Attempt is null ? uploads : evidence;
}
