using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Pictures;

/// <summary>Bytes that are stored once, however many pictures refer to them.</summary>
/// <param name="Sha256">Hash of the bytes, lower-case hex.</param>
/// <param name="Blob">The blob that holds the bytes.</param>
/// <param name="References">Number of pictures that refer to them.</param>
public sealed record PictureContent(string Sha256, string Blob, int References);

/// <summary>A picture's reference to a content. The document makes acquiring and releasing idempotent.</summary>
public sealed record PictureReference(long PictureId);

/// <summary>
/// Contents by their SHA-256. The partition of a content also holds one small document per picture that refers to it. Count and
/// reference commit together, so acquiring and releasing are idempotent.
/// </summary>
public sealed class PictureContents(IDocuments documents, Outbox outbox, TimeProvider time)
{
    private const string DocumentId = "content";
    private static readonly DocumentKind<PictureContent> Kind = new("picture-content", PictureJson.Default.PictureContent);
    private static readonly DocumentKind<PictureReference> References = new("picture-reference", PictureJson.Default.PictureReference);

    /// <summary>The content; null if no picture refers to it.</summary>
    public async Task<PictureContent?> Find(string sha256, CancellationToken cancellation) =>
        (await documents.Read(Kind, Partition(sha256), DocumentId, cancellation))?.Value;

    /// <summary>
    /// Adds a reference from a picture to a content and returns the content's blob. If the content is new, that is
    /// <paramref name="blob"/>, the picture's own upload. Whether that blob is there is for the caller to check.
    /// </summary>
    public Task<string> Acquire(string sha256, long pictureId, string blob, CancellationToken cancellation)
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
            if (!result.IsCommitted && result is not { Outcome: CommitOutcome.Exists, Operation: 0 })
                return null;
            if (content is null && result.IsCommitted)
                return blob;
            // Read again: before the picture had its reference, the content may have been deleted and another created.
            return (await documents.Read(Kind, partition, DocumentId, cancellation))?.Value.Blob;
        }
    }

    /// <summary>Removes the reference of a picture. The last release deletes the content and queues the deletion of its blob.</summary>
    public async Task Release(string sha256, long pictureId, CancellationToken cancellation)
    {
        var partition = Partition(sha256);
        // This fails if the reference was released before. Go on nevertheless: the deletion below may not have been done then.
        await documents.Commit(
            new Commit(partition).Delete(ReferenceId(pictureId)).Increment(DocumentId, "references", -1, new IncrementBound(AtLeast: 0)),
            cancellation);
        // A picture that acquires the content meanwhile changes its etag, so the deletion fails and the content stays.
        if (await documents.Read(Kind, partition, DocumentId, cancellation) is { Value.References: 0 } unused)
            await outbox.Commit(
                new Commit(partition).Delete(DocumentId, unused.ETag), [PictureQueues.Clean(unused.Value.Blob)], cancellation);
    }

    private static string Partition(string sha256) => $"picture-content-{sha256}";

    private static string ReferenceId(long pictureId) => $"reference-{pictureId}";
}
