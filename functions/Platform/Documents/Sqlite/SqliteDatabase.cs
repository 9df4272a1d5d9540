using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SneakerCheck.Platform.Errors;
using SQLitePCL;

namespace SneakerCheck.Platform.Documents.Sqlite;

/// <summary>
/// One SQLite file with a write-ahead log that is flushed at each commit. The flush is the expensive part, so a single writer commits
/// everything that is queued as one transaction. Readers run in parallel, each on a connection of its own.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    private const int MaximumUnitsPerTransaction = 256;

    private readonly string path;
    private readonly SqliteSession writer;
    private readonly Thread writing;
    private readonly BlockingCollection<SqliteUnit> waiting = [];
    private readonly ConcurrentBag<SqliteSession> readers = [];
    private volatile bool disposed;

    private SqliteDatabase(string path, SqliteSession writer)
    {
        (this.path, this.writer) = (path, writer);
        writing = new(WriteQueued) { IsBackground = true, Name = "SQLite writer" };
        writing.Start();
    }

    /// <summary>Opens a file, and creates it with this version's tables if it is missing.</summary>
    /// <exception cref="SqliteException">The file cannot be written, is not a database or is damaged.</exception>
    /// <exception cref="InvalidDataException">A later version of the product created the file.</exception>
    public static SqliteDatabase Open(string path)
    {
        Batteries_V2.Init();
        var writer = new SqliteSession(path);
        try
        {
            SqliteSchema.Apply(writer);
            return new(path, writer);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Runs work in a transaction and returns its result once it is durable. Work that throws changes nothing.</summary>
    /// <param name="work">Runs alone, on the writer's thread. It must be short and must not block.</param>
    /// <exception cref="StoreUnavailableException">The file cannot be written; the work changed nothing.</exception>
    /// <exception cref="SqliteException">A statement failed; the work changed nothing.</exception>
    public async Task<T> Write<T>(Func<SqliteSession, T> work, CancellationToken cancellation = default)
    {
        var unit = new SqliteUnit(session => work(session), cancellation);
        try
        {
            waiting.Add(unit, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(SqliteDatabase));
        }
        try
        {
            return (T)(await unit.Done.ConfigureAwait(false))!;
        }
        catch (SqliteException exception) when (IsUnavailable(exception))
        {
            throw Unavailable(exception);
        }
    }

    /// <summary>Runs read-only work in parallel with the writer. Each statement sees what was durable when it began.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be read.</exception>
    /// <exception cref="SqliteException">A statement failed.</exception>
    public Task<T> Read<T>(Func<SqliteSession, T> work)
    {
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            var session = readers.TryTake(out var idle) ? idle : OpenReader();
            try
            {
                return Task.FromResult(work(session));
            }
            finally
            {
                Return(session);
            }
        }
        // Only a statement that must not be here is refused because a reader cannot write.
        catch (SqliteException exception) when (IsUnavailable(exception) && exception.SqliteErrorCode != raw.SQLITE_READONLY)
        {
            return Task.FromException<T>(Unavailable(exception));
        }
        catch (Exception thrown)
        {
            return Task.FromException<T>(thrown);
        }
    }

    /// <summary>Throws unless work of this size can be written now.</summary>
    /// <param name="size">In bytes. So much is written and replaced by the next probe.</param>
    /// <exception cref="StoreUnavailableException">The file cannot be written.</exception>
    public Task ProbeWrite(int size, CancellationToken cancellation) => Write(
        session =>
        {
            session.Execute("CREATE TABLE IF NOT EXISTS probes (written INTEGER PRIMARY KEY AUTOINCREMENT, content BLOB NOT NULL)");
            // The new one before the old one is deleted, so that it needs space of its own.
            session.Execute("INSERT INTO probes (content) VALUES (@content)", ("@content", new byte[size]));
            return session.Execute("DELETE FROM probes WHERE written < (SELECT max(written) FROM probes)");
        },
        cancellation);

    /// <summary>Executes what is queued, then closes the file.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        waiting.CompleteAdding();
        writing.Join();
        CloseReaders();
        writer.Dispose();
    }

    // Neither a retry nor another statement helps, but an operator does. READONLY: the disk was mounted again after an error.
    private static bool IsUnavailable(SqliteException exception) => exception.SqliteErrorCode is
        raw.SQLITE_FULL or raw.SQLITE_CORRUPT or raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_NOTADB;

    private static StoreUnavailableException Unavailable(SqliteException exception) =>
        new($"The database cannot be used: {exception.Message}", exception);

    private SqliteSession OpenReader()
    {
        var session = new SqliteSession(path);
        session.Execute("PRAGMA query_only = 1");
        return session;
    }

    private void Return(SqliteSession session)
    {
        readers.Add(session);
        if (disposed)
            CloseReaders();
    }

    private void CloseReaders()
    {
        while (readers.TryTake(out var session))
            session.Dispose();
    }

    private void WriteQueued()
    {
        foreach (var first in waiting.GetConsumingEnumerable())
        {
            List<SqliteUnit> units = [first];
            while (units.Count < MaximumUnitsPerTransaction && waiting.TryTake(out var next))
                units.Add(next);
            var failure = CommitBatch(units);
            foreach (var unit in units)
                unit.Finish(failure);
        }
    }

    private Exception? CommitBatch(List<SqliteUnit> units)
    {
        try
        {
            writer.Execute("BEGIN IMMEDIATE");
            foreach (var unit in units)
                unit.Run(writer);
            writer.Execute("COMMIT");
            return null;
        }
        catch (Exception thrown)
        {
            RollBack();
            return thrown;
        }
    }

    private void RollBack()
    {
        try
        {
            if (writer.IsInTransaction)
                writer.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // Callers get the first failure. If the transaction stays open, the next BEGIN fails and reports it.
        }
    }
}
