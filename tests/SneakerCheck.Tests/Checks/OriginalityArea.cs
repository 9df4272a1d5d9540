using SneakerCheck.Checks;
using SneakerCheck.Imaging;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Checks;

/// <summary>Recorded documents in a file, and instances of the product that share them.</summary>
internal sealed class OriginalityArea : IDisposable
{
    private readonly SqliteFile file = new();

    public OriginalityArea() => Documents = new RecordingDocuments(new SqliteDocuments(file.Database, TimeProvider.System));

    public RecordingDocuments Documents { get; }

    public (int Reads, int Queries, int Writes) Operations => (Documents.Reads, Documents.Queries, Documents.Commits);

    /// <summary>An instance with its own memory. The packed index holds this many photos; the others are stored in bands.</summary>
    public Originality Instance(
        int capacity = OriginalityPackedIndex.DefaultCapacity, int samples = OriginalityMedians.DefaultSampleCount) => new(
        Documents,
        new OriginalityMedians(Documents, samples),
        [new OriginalityPackedIndex(Documents, capacity), new OriginalityBandedIndex(Documents)]);

    public static Task<IReadOnlyList<PhotoMatch>> Examine(
        Originality originality, long userId, string fileId, JpegThumbnail thumbnail, string? sha256 = null, string view = "side")
    {
        var now = DateTimeOffset.UnixEpoch;
        var photo = new CheckPhoto(view, fileId, now, null, null, null);
        var check = new Check(
            $"check-of-{userId}", userId, "first", "model", "", CheckState.Waiting, null, now, now, null, [photo], "run", null, []);
        return originality.Examine(check, photo, sha256 ?? $"sha-of-{fileId}", thumbnail, CancellationToken.None);
    }

    public Task<long> Stored() => file.Database.Read(session => session.Query(
        "SELECT COUNT(*) FROM documents", row => row.GetInt64(0)).Single());

    public void Dispose() => file.Dispose();
}
