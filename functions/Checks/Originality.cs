using System.Text.Json.Serialization;
using SneakerCheck.Accounts;
using SneakerCheck.Checks.Vision;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Checks;

/// <summary>What is kept of a photo to recognise it by, in its owner's partition.</summary>
/// <param name="Place">Whose it is and where.</param>
/// <param name="Sha256">Of the bytes, lower-case hex.</param>
/// <param name="Signature">The small picture of <see cref="ThumbnailCorrelation"/>.</param>
internal sealed record PhotoPrint(PrintPlace Place, string Sha256, byte[] Signature);

/// <summary>An entry of the index: which photo has this hash.</summary>
/// <param name="UserId">Its owner.</param>
/// <param name="TaskId">Its check.</param>
/// <param name="View">Its view.</param>
/// <param name="FileId">The photo.</param>
/// <param name="Hash">Its perceptual hash.</param>
internal sealed record PrintPlace(long UserId, string TaskId, string View, string FileId, string Hash);

/// <summary>
/// Finds earlier photos of other accounts that show the same picture. Every photo is filed under its SHA-256 and under
/// each of the sixteen bands of its perceptual hash, a partition for each value, so that looking one up reads a few small
/// partitions whatever the number of photos. Two hashes that differ in at most 15 bits share a band for certain; with
/// more the chance falls (README).
/// </summary>
public sealed class Originality(IDocuments documents)
{
    // A band that very many photos share says little about any of them; so many entries of it are looked at.
    private const int MaximumPerBand = 200;
    private const int MaximumMatches = 5;
    private static readonly DocumentKind<PhotoPrint> Prints = new("photo-print", PrintJson.Default.PhotoPrint);
    private static readonly DocumentKind<PrintPlace> Places = new("print-place", PrintJson.Default.PrintPlace);

    /// <summary>Files a photo, then looks for others like it: of two like photos filed at one moment, one sees the other.</summary>
    /// <param name="check">The photo's check.</param>
    /// <param name="photo">The photo.</param>
    /// <param name="sha256">Of its bytes.</param>
    /// <param name="thumbnail">Its picture.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Photos of other accounts that show the same picture, the likest first; at most five.</returns>
    public async Task<IReadOnlyList<PhotoMatch>> Examine(
        Check check, CheckPhoto photo, string sha256, JpegThumbnail thumbnail, CancellationToken cancellation)
    {
        var hash = PerceptualHash.Compute(thumbnail);
        var signature = ThumbnailCorrelation.Signature(thumbnail);
        var place = new PrintPlace(check.UserId, check.Id, photo.View, photo.FileId, hash.ToString());
        await File(new PhotoPrint(place, sha256, signature), cancellation);

        var matches = new Dictionary<string, PhotoMatch>();
        foreach (var same in await Others($"print-sha-{sha256}", check.UserId, cancellation))
            matches[same.FileId] = new PhotoMatch(same.TaskId, same.View, 0, 1, SameBytes: true, Mirrored: false);
        // Taking somebody's photo and mirroring it is the common way not to be found.
        foreach (var orientation in (Orientation[])[Orientation.Normal, Orientation.FlipHorizontal])
        {
            var wanted = PerceptualHash.Compute(thumbnail, orientation);
            foreach (var candidate in await Candidates(wanted, check.UserId, cancellation))
            {
                var distance = wanted.Distance(PerceptualHash.Parse(candidate.Hash));
                if (distance > PerceptualHash.CandidateDistance || matches.ContainsKey(candidate.FileId))
                    continue;
                var other = await documents.Read(
                    Prints, AccountStore.Partition(candidate.UserId), PrintId(candidate.FileId), cancellation);
                if (other is null)
                    continue;
                var correlation = ThumbnailCorrelation.Compare(signature, other.Value.Signature, orientation);
                if (correlation >= ThumbnailCorrelation.SamePicture)
                {
                    matches[candidate.FileId] = new PhotoMatch(
                        candidate.TaskId, candidate.View, distance, correlation, SameBytes: false, orientation != Orientation.Normal);
                }
            }
        }
        return [.. matches.Values.OrderBy(match => match.Distance).ThenByDescending(match => match.Correlation).Take(MaximumMatches)];
    }

    /// <summary>Takes a photo out of the index, if it is in it.</summary>
    public async Task Forget(long userId, string fileId, CancellationToken cancellation)
    {
        var partition = AccountStore.Partition(userId);
        if (await documents.Read(Prints, partition, PrintId(fileId), cancellation) is not { } print)
            return;
        foreach (var entry in Partitions(print.Value))
            await documents.Commit(new Commit(entry).Delete(fileId), cancellation);
        await documents.Commit(new Commit(partition).Delete(print.Id), cancellation);
    }

    // The print comes first and goes last: while any entry stands, it says which there may be.
    private async Task File(PhotoPrint print, CancellationToken cancellation)
    {
        var place = print.Place;
        await documents.Commit(
            new Commit(AccountStore.Partition(place.UserId)).Create(Prints, PrintId(place.FileId), print), cancellation);
        foreach (var entry in Partitions(print))
            await documents.Commit(new Commit(entry).Create(Places, place.FileId, place), cancellation);
    }

    private async Task<IEnumerable<PrintPlace>> Candidates(PerceptualHash hash, long userId, CancellationToken cancellation)
    {
        var found = new Dictionary<string, PrintPlace>();
        foreach (var partition in BandPartitions(hash))
        {
            foreach (var place in await Others(partition, userId, cancellation))
                found[place.FileId] = place;
        }
        return found.Values;
    }

    private async Task<IEnumerable<PrintPlace>> Others(string partition, long userId, CancellationToken cancellation)
    {
        var query = new DocumentQuery
        {
            Partition = partition,
            Conditions = [new("user_id", Comparison.NotEqual, userId)],
            Limit = MaximumPerBand,
        };
        return (await documents.Query(Places, query, cancellation)).Items.Select(item => item.Value);
    }

    private static IEnumerable<string> Partitions(PhotoPrint print) =>
        BandPartitions(PerceptualHash.Parse(print.Place.Hash)).Prepend($"print-sha-{print.Sha256}");

    private static IEnumerable<string> BandPartitions(PerceptualHash hash) =>
        hash.Bands().Select((value, band) => $"print-band-{band:x}-{value:x4}");

    private static string PrintId(string fileId) => $"print-{fileId}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PhotoPrint))]
[JsonSerializable(typeof(PrintPlace))]
internal sealed partial class PrintJson : JsonSerializerContext;
