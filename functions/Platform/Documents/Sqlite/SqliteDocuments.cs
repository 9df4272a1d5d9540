using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace SneakerCheck.Platform.Documents.Sqlite;

/// <summary>
/// Documents in the SQLite file. A commit returns when it is durable.
/// </summary>
public sealed class SqliteDocuments : IDocuments
{
    // As much as a usual commit.
    private const int ProbeSize = 16 * 1024;

    private const string One =
        """
        SELECT value, etag FROM documents
        WHERE partition = @partition AND id = @id AND kind = @kind AND (expires_at IS NULL OR expires_at > @now)
        """;

    private readonly SqliteDatabase database;
    private readonly TimeProvider time;
    private readonly Dictionary<string, SqliteSearch> searches;

    /// <param name="indexes">
    /// The fields by which kinds are found or ordered across partitions. Without an index such a query reads the whole kind.
    /// </param>
    /// <param name="searches">
    /// The kinds that are searched by any combination of conditions, at most one for each kind. Documents that the file has already are
    /// added to a new index before this returns.
    /// </param>
    public SqliteDocuments(
        SqliteDatabase database,
        TimeProvider time,
        IEnumerable<DocumentIndex>? indexes = null,
        IEnumerable<DocumentSearch>? searches = null)
    {
        (this.database, this.time) = (database, time);
        this.searches = (searches ?? []).ToDictionary(search => search.Kind, search => new SqliteSearch(search));
        if (indexes?.ToArray() is { Length: > 0 } wanted)
            database.Write(session => CreateIndexes(session, wanted)).GetAwaiter().GetResult();
        foreach (var search in this.searches.Values)
        {
            database.Write(session => Create(session, search)).GetAwaiter().GetResult();
            while (database.Write(search.Fill).GetAwaiter().GetResult())
            {
                // Each is a transaction of its own, so that none is long.
            }
        }
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<Document<T>?> Read<T>(DocumentKind<T> kind, string partition, string id, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!DocumentAddress.IsAllowed(partition) || !DocumentAddress.IsAllowed(id))
            return Task.FromResult<Document<T>?>(null);
        return database.Read(session => session.Query(
            One,
            row => new Document<T>(partition, id, Value(kind, row.GetBytes(0)), row.GetString(1)),
            ("@partition", partition), ("@id", id), ("@kind", kind.Name), ("@now", Now)).SingleOrDefault());
    }

    public Task<(Document<TFirst>? First, Document<TSecond>? Second)> ReadPair<TFirst, TSecond>(
        string partition,
        (DocumentKind<TFirst> Kind, string Id) first,
        (DocumentKind<TSecond> Kind, string Id) second,
        CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!DocumentAddress.IsAllowed(partition) || !DocumentAddress.IsAllowed(first.Id) || !DocumentAddress.IsAllowed(second.Id))
            return ReadSeparately();
        // One statement instead of two, because each locks and unlocks the file.
        return database.Read(session =>
        {
            Document<TFirst>? one = null;
            Document<TSecond>? other = null;
            session.Query(
                """
                SELECT id, kind, value, etag FROM documents
                WHERE partition = @partition AND id IN (@first, @second) AND (expires_at IS NULL OR expires_at > @now)
                """,
                row =>
                {
                    var (id, kind) = (row.GetString(0), row.GetString(1));
                    if (id == first.Id && kind == first.Kind.Name)
                        one = new(partition, id, Value(first.Kind, row.GetBytes(2)), row.GetString(3));
                    if (id == second.Id && kind == second.Kind.Name)
                        other = new(partition, id, Value(second.Kind, row.GetBytes(2)), row.GetString(3));
                    return true;
                },
                ("@partition", partition), ("@first", first.Id), ("@second", second.Id), ("@now", Now));
            return (one, other);
        });

        async Task<(Document<TFirst>?, Document<TSecond>?)> ReadSeparately() => (
            await Read(first.Kind, partition, first.Id, cancellation), await Read(second.Kind, partition, second.Id, cancellation));
    }

    public Task<ImmutableArray<Document<T>>> ReadMany<T>(
        DocumentKind<T> kind, IReadOnlyCollection<DocumentPlace> places, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        // One visit to the file, with one prepared statement.
        return database.Read(session => places.Distinct()
            .Where(place => DocumentAddress.IsAllowed(place.Partition) && DocumentAddress.IsAllowed(place.Id))
            .SelectMany(place => session.Query(
                One,
                row => new Document<T>(place.Partition, place.Id, Value(kind, row.GetBytes(0)), row.GetString(1)),
                ("@partition", place.Partition), ("@id", place.Id), ("@kind", kind.Name), ("@now", Now)))
            .ToImmutableArray());
    }

    public async Task<Page<T>> Query<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        query.Validate();
        var isSearched = false;
        var rows = await database.Read(session =>
        {
            var searched = searches.GetValueOrDefault(kind.Name)?.Page(session, query, Now);
            isSearched = searched is not null;
            var found = searched ?? SqliteQuery.Page(kind.Name, query, Now);
            return session.Query(
                found.Sql, row => (
                    Document: new Document<T>(row.GetString(0), row.GetString(1), Value(kind, row.GetBytes(2)), row.GetString(3)),
                    OrderedBy: row.GetValue(4)!), [.. found.Values]);
        });
        if (rows.Count <= query.Limit)
            return new([.. rows.Select(row => row.Document)], null);
        var (last, orderedBy) = rows[query.Limit - 1];
        var position = isSearched
            ? Convert.ToString(orderedBy, CultureInfo.InvariantCulture)!
            : new SqlitePosition(last.Id, last.Partition, orderedBy).ToString();
        return new([.. rows.Take(query.Limit).Select(row => row.Document)], Continuation.Write(kind.Name, query, position));
    }

    public Task<long> Count<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var counted = SqliteQuery.Count(kind.Name, query, Now);
        return database.Read(session => session.Query(counted.Sql, row => row.GetInt64(0), [.. counted.Values])[0]);
    }

    public Task<CommitResult> Commit(Commit commit, CancellationToken cancellation = default) =>
        database.Write(session => new SqliteCommit(session, commit.Partition, Now, searches).Apply(commit.Operations), cancellation);

    public async Task Probe(CancellationToken cancellation = default)
    {
        await database.Read(session => session.Query("SELECT 1 FROM documents LIMIT 1", _ => true));
        await database.ProbeWrite(ProbeSize, cancellation);
    }

    /// <summary>Deletes expired documents, which reads and queries ignore anyway, and returns how many there were.</summary>
    public Task<int> DeleteExpired(CancellationToken cancellation = default) =>
        database.Write(session => session.Execute("DELETE FROM documents WHERE expires_at <= @now", ("@now", Now)), cancellation);

    // Reads from SQLite's own memory, without a copy.
    private static T Value<T>(DocumentKind<T> kind, ReadOnlySpan<byte> stored) =>
        JsonSerializer.Deserialize(SqliteText.UnescapeJson(stored), kind.Json)!;

    private static bool Create(SqliteSession session, SqliteSearch search)
    {
        search.Create(session);
        return true;
    }

    private static bool CreateIndexes(SqliteSession session, IReadOnlyList<DocumentIndex> indexes)
    {
        foreach (var (kind, field) in indexes)
            session.Execute(SqliteQuery.CreateIndex(kind, field));
        return true;
    }
}
