using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Pictures;

/// <summary>Bytes that are stored once, however many pictures show them.</summary>
/// <param name="Sha256">Of the bytes, lower-case hex.</param>
/// <param name="Blob">The blob that holds them.</param>
/// <param name="References">How many pictures show them.</param>
public sealed record PictureContent(string Sha256, string Blob, int References);

/// <summary>That a picture shows a content; what makes counting it twice impossible.</summary>
/// <param name="PictureId">The picture.</param>
public sealed record PictureReference(long PictureId);

/// <summary>
/// Contents by their SHA-256, each in a partition of its own with one small document for each picture that shows it: count and
/// reference commit together, so holding and releasing can be done twice and come out the same.
/// </summary>
public sealed class PictureContents(IDocuments documents, Outbox outbox, TimeProvider time)
{
    private const string DocumentId = "content";
    private static readonly DocumentKind<PictureContent> Kind = new("picture-content", PictureJson.Default.PictureContent);
    private static readonly DocumentKind<PictureReference> References = new("picture-reference", PictureJson.Default.PictureReference);

    /// <summary>The content; null where no picture shows it.</summary>
    public async Task<PictureContent?> Find(string sha256, CancellationToken cancellation) =>
        (await documents.Read(Kind, Partition(sha256), DocumentId, cancellation))?.Value;

    /// <summary>Counts a picture among those that show the content, and returns the blob that holds it.</summary>
    /// <param name="sha256">The content.</param>
    /// <param name="pictureId">The picture.</param>
    /// <param name="blob">Where the picture's own upload lies; it becomes the content's where the content is new.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<string> Hold(string sha256, long pictureId, string blob, CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<string?> Try()
        {
            var partition = Partition(sha256);
            var content = await documents.Read(Kind, partition, DocumentId, cancellation);
            var commit = new Commit(partition).Create(References, ReferenceId(pictureId), new PictureReference(pictureId));
            var result = await documents.Commit(
                content is null
                    ? commit.Create(Kind, DocumentId, new PictureContent(sha256, blob, 1))
                    : commit.Increment(DocumentId, "references", 1),
                cancellation);
            if (result.IsCommitted)
                return content?.Value.Blob ?? blob;
            // Held before. While it is, the content stays.
            return content is not null && result is { Outcome: CommitOutcome.Exists, Operation: 0 } ? content.Value.Blob : null;
        }
    }

    /// <summary>Counts a picture no longer; a content that no picture shows goes, and its blob is ordered to be deleted.</summary>
    public async Task Release(string sha256, long pictureId, CancellationToken cancellation)
    {
        var partition = Partition(sha256);
        // Missing: released before; what came after it may not have been done.
        await documents.Commit(
            new Commit(partition).Delete(ReferenceId(pictureId)).Increment(DocumentId, "references", -1, new IncrementBound(AtLeast: 0)),
            cancellation);
        // Whoever holds it meanwhile changes its etag, and it stays.
        if (await documents.Read(Kind, partition, DocumentId, cancellation) is { Value.References: 0 } unused)
            await outbox.Commit(
                new Commit(partition).Delete(DocumentId, unused.ETag), [PictureQueues.Clean(unused.Value.Blob)], cancellation);
    }

    private static string Partition(string sha256) => $"picture-content-{sha256}";

    private static string ReferenceId(long pictureId) => $"reference-{pictureId}";
}
