using System.Globalization;
using System.Text.Json.Serialization;
using SneakerCheck.Imaging;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Checks;

/// <summary>An entry of the log of hashes. Taken out, it keeps its place and loses what it said.</summary>
/// <param name="UserId">The photo's owner.</param>
/// <param name="FileId">The photo; empty when taken out.</param>
/// <param name="Median">What its hashes were taken against.</param>
/// <param name="Hashes">32 bytes each.</param>
internal sealed record HashLogEntry(long UserId, string FileId, string Median, byte[] Hashes)
{
    public static HashLogEntry Of(HashedPhoto photo) => new(photo.UserId, photo.FileId, photo.Median, PerceptualHash.Pack(photo.Hashes));
}

/// <summary>
/// All hashes in memory, read from a log in the documents that every instance appends to. The log's entries are numbered without
/// gaps: to append is to create the next number, which fails where another instance was faster, and then that entry is read
/// first. So whoever has appended knows all that came before, no clock takes part, and what is new is one small query.
/// </summary>
/// <param name="documents">Hold the log.</param>
/// <param name="capacity">How many photos it takes, ever.</param>
public sealed class OriginalityPackedIndex(IDocuments documents, int capacity = OriginalityPackedIndex.DefaultCapacity) : IOriginalityIndex
{
    /// <summary>Photos of nine hashes, a million hashes in all.</summary>
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
                // Somebody else has that number, or the log is full and this instance knows it only when it has read all of it.
                if (!await Advance(cancellation) && !HasRoom)
                    return false;
            }
        },
        cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<HashHit>> Find(IReadOnlyList<SoughtHashes> sought, CancellationToken cancellation)
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
            // A number that were free again would be given to another photo, which those who have read on would never see.
            if (await documents.Read(Kind, Partition, Id(number), cancellation) is { } entry && entry.Value.FileId == photo.FileId)
                await documents.Commit(new Commit(Partition).Replace(Kind, entry, new HashLogEntry(0, "", "", [])), cancellation);
            // Not before: were the writing to fail, it could not be done again.
            return numbers.Remove(photo.FileId);
        },
        cancellation);

    // Reads what was appended since; whether there was anything.
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

    // The photos hashed against one median: hash i belongs to photo i / 9.
    private sealed class Group
    {
        private static readonly int Windows = HashWindow.Stored.Length;
        private readonly PackedHashes hashes = new();
        private readonly List<(long UserId, string FileId)> photos = [];

        public void Add(HashLogEntry entry)
        {
            // The photo first: a scan may find its hash at once.
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
