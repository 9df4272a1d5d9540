using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace SneakerCheck.Platform.Documents.Sqlite;

/// <summary>
/// All documents of a file as they are at one moment, while a host may be writing it. Nothing is written. Not thread-safe.
/// </summary>
public sealed class SqliteSnapshot : IDisposable
{
    private readonly SqliteSession session;
    private readonly long now;

    /// <exception cref="SqliteException">There is no such file, it cannot be read, or it is no database of this product.</exception>
    public SqliteSnapshot(string path, TimeProvider time)
    {
        SQLitePCL.Batteries_V2.Init();
        session = new SqliteSession(path, isReadOnly: true);
        try
        {
            session.Execute("BEGIN");
            // The moment is that of the first statement which reads.
            session.Query("SELECT 1 FROM documents LIMIT 1", row => row.GetInt64(0));
            now = time.GetUtcNow().ToUnixTimeMilliseconds();
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Passes every document of a kind, one after the other.</summary>
    /// <param name="visit">Gets partition, id and value.</param>
    public void ForEach<T>(DocumentKind<T> kind, Action<string, string, T> visit) => session.Query(
        """
        SELECT partition, id, value FROM documents
        WHERE kind = @kind AND (expires_at IS NULL OR expires_at > @now)
        """,
        row =>
        {
            var value = JsonSerializer.Deserialize(SqliteText.UnescapeJson(row.GetBytes(2)), kind.Json)!;
            visit(row.GetString(0), row.GetString(1), value);
            return true;
        },
        ("@kind", kind.Name), ("@now", now));

    public void Dispose() => session.Dispose();
}
