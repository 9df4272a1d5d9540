using SneakerCheck.Checks;
using SneakerCheck.Checks.Vision;
using SneakerCheck.Hosting.Local.Storage;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Checks;

/// <summary>Documents in a file, which counts what is asked of it, and instances of the product on them.</summary>
internal sealed class OriginalityArea : IDocuments, IDisposable
{
    private readonly SqliteFile file = new();
    private readonly SqliteDocuments documents;
    private int reads, queries, writes;

    public OriginalityArea() => documents = new SqliteDocuments(file.Database, TimeProvider.System);

    public (int Reads, int Queries, int Writes) Operations => (reads, queries, writes);

    /// <summary>An instance with the memory of its own: the packed index takes so many photos, bands the others.</summary>
    public Originality Instance(
        int capacity = OriginalityPackedIndex.DefaultCapacity, int samples = OriginalityMedians.DefaultEnough) => new(
        this,
        new OriginalityMedians(this, samples),
        [new OriginalityPackedIndex(this, capacity), new OriginalityBandedIndex(this)]);

    public static Task<IReadOnlyList<PhotoMatch>> Examine(
        Originality originality, long userId, string fileId, JpegThumbnail thumbnail, string? sha256 = null, string view = "side")
    {
        var now = DateTimeOffset.UnixEpoch;
        var photo = new CheckPhoto(view, fileId, now, null, null, null);
        var check = new Check(
            $"check-of-{userId}", userId, "first", "model", "", CheckState.Waiting, null, now, now, null, [photo], "run", null, []);
        return originality.Examine(check, photo, sha256 ?? $"sha-of-{fileId}", thumbnail, CancellationToken.None);
    }

    /// <summary>How many documents there are.</summary>
    public Task<long> Stored() => file.Database.Read(session => session.Query(
        "SELECT COUNT(*) FROM documents", row => row.GetInt64(0)).Single());

    public void ForgetCounts() => (reads, queries, writes) = (0, 0, 0);

    public Task<Document<T>?> Read<T>(DocumentKind<T> kind, string partition, string id, CancellationToken cancellation)
    {
        Interlocked.Increment(ref reads);
        return documents.Read(kind, partition, id, cancellation);
    }

    public Task<Page<T>> Query<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation)
    {
        Interlocked.Increment(ref queries);
        return documents.Query(kind, query, cancellation);
    }

    public Task<long> Count<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation)
    {
        Interlocked.Increment(ref queries);
        return documents.Count(kind, query, cancellation);
    }

    public Task<CommitResult> Commit(Commit commit, CancellationToken cancellation)
    {
        Interlocked.Increment(ref writes);
        return documents.Commit(commit, cancellation);
    }

    public Task Probe(CancellationToken cancellation) => documents.Probe(cancellation);

    public void Dispose() => file.Dispose();
}
