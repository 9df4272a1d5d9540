using System.Globalization;
using System.Text.Json.Serialization;
using SneakerCheck.Imaging;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Checks;

/// <summary>An entry of the log of hashes. A removed entry keeps its number but has no content.</summary>
/// <param name="UserId">The photo's owner.</param>
/// <param name="FileId">The photo; empty if it was removed.</param>
/// <param name="Median">The median that its hashes used; empty for none.</param>
/// <param name="Hashes">32 bytes each.</param>
internal sealed record HashLogEntry(long UserId, string FileId, string Median, byte[] Hashes)
{
    public static HashLogEntry Of(HashedPhoto photo) => new(photo.UserId, photo.FileId, photo.Median, PerceptualHash.Pack(photo.Hashes));
}

/// <summary>
/// Keeps all hashes in memory. They come from a log in the documents, which every instance appends to. The log's entries are numbered
/// without gaps. An append creates the next number; this fails if another instance was faster, and then its entry is read first. So an
/// instance that has appended knows all earlier entries, without comparing clocks, and one small query finds new entries.
/// </summary>
/// <param name="documents">Where the log is stored.</param>
/// <param name="capacity">The maximum number of entries, removed ones included.</param>
public sealed class OriginalityPackedIndex(IDocuments documents, int capacity = OriginalityPackedIndex.DefaultCapacity) : IOriginalityIndex
{
    /// <summary>In photos of nine hashes each; a million hashes in all.</summary>
    public const int DefaultCapacity = 111_111;

    private const string Partition = "hash-log";
    private static readonly DocumentKind<HashLogEntry> Kind = new("hash-log-entry", HashLogJson.Default.HashLogEntry);
    private readonly SemaphoreSlim turn = new(1);
    private readonly Dictionary<string, Group> groups = [];
    private readonly Dictionary<string, int> numbers = [];
    private volatile int last;

    /// <inheritdoc/>
    public bool HasRoom => last < capacity;

    /// <inheritdoc/>
    public Task<bool> File(HashedPhoto photo, CancellationToken cancellation) => InTurn(
        async () =>
        {
            var entry = HashLogEntry.Of(photo);
            while (true)
            {
                if (numbers.ContainsKey(photo.FileId))
                    return true;
                if (HasRoom)
                {
                    var append = new Commit(Partition).Create(Kind, Id(last + 1), entry);
                    if ((await documents.Commit(append, cancellation)).IsCommitted)
                    {
                        Take(last + 1, entry);
                        return true;
                    }
                }
                // Another instance took that number, or the log is full, which this instance knows only after reading all of it.
                if (!await Advance(cancellation) && !HasRoom)
                    return false;
            }
        },
        cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<HashHit>> Find(IReadOnlyList<SearchHashes> sought, CancellationToken cancellation)
    {
        var searched = await InTurn(
            async () =>
            {
                await Advance(cancellation);
                return (
                    from hashes in sought
                    where groups.ContainsKey(hashes.Median)
                    select (Group: groups[hashes.Median], hashes.Hashes)).ToArray();
            },
            cancellation);
        return [.. searched.SelectMany(pair => pair.Group.Find(pair.Hashes))];
    }

    /// <inheritdoc/>
    public Task Remove(HashedPhoto photo, CancellationToken cancellation) => InTurn(
        async () =>
        {
            await Advance(cancellation);
            if (!numbers.TryGetValue(photo.FileId, out var number))
                return false;
            // Empty the entry instead of deleting it. A number that is used again would be missed by instances that have read past it.
            if (await documents.Read(Kind, Partition, Id(number), cancellation) is { } entry && entry.Value.FileId == photo.FileId)
                await documents.Commit(new Commit(Partition).Replace(Kind, entry, new HashLogEntry(0, "", "", [])), cancellation);
            // Only after the write: if that fails, a retry must still find the number.
            return numbers.Remove(photo.FileId);
        },
        cancellation);

    // Reads new entries; returns whether there were any.
    private async Task<bool> Advance(CancellationToken cancellation)
    {
        var before = last;
        var query = new DocumentQuery { Partition = Partition, Conditions = [new("id", Comparison.Greater, Id(last))], Limit = 1000 };
        do
        {
            var page = await documents.Query(Kind, query, cancellation);
            foreach (var entry in page.Items)
                Take(int.Parse(entry.Id, CultureInfo.InvariantCulture), entry.Value);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return last > before;
    }

    private void Take(int number, HashLogEntry entry)
    {
        last = number;
        if (entry.FileId.Length == 0 || !numbers.TryAdd(entry.FileId, number))
            return;
        if (!groups.TryGetValue(entry.Median, out var group))
            groups.Add(entry.Median, group = new Group());
        group.Add(entry);
    }

    private async Task<T> InTurn<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            return await work();
        }
        finally
        {
            turn.Release();
        }
    }

    private static string Id(int number) => number.ToString("d9", CultureInfo.InvariantCulture);

    // The photos that used one median. Hash i belongs to photo i / 9.
    private sealed class Group
    {
        private static readonly int Windows = HashWindow.Stored.Length;
        private readonly PackedHashes hashes = new();
        private readonly List<(long UserId, string FileId)> photos = [];

        public void Add(HashLogEntry entry)
        {
            // The photo first, because a concurrent search may find its hash immediately.
            lock (photos)
                photos.Add((entry.UserId, entry.FileId));
            foreach (var hash in PerceptualHash.Unpack(entry.Hashes))
                hashes.Add(hash);
        }

        public IEnumerable<HashHit> Find(PerceptualHash[] sought)
        {
            var near = hashes.Find(sought, PerceptualHash.CandidateDistance);
            lock (photos)
            {
                return
                [
                    .. near.GroupBy(found => found.Index / Windows).Select(photo =>
                    {
                        var nearest = photo.MinBy(found => found.Distance);
                        var (userId, fileId) = photos[photo.Key];
                        return new HashHit(userId, fileId, nearest.Index % Windows, (Orientation)(nearest.Sought + 1), nearest.Distance);
                    }),
                ];
            }
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HashLogEntry))]
internal sealed partial class HashLogJson : JsonSerializerContext;
