using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

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
        SQLitePCL.Batteries_V2.Init();
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
    /// <exception cref="SqliteException">The file could not be written; the work changed nothing.</exception>
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
        return (T)(await unit.Done.ConfigureAwait(false))!;
    }

    /// <summary>Runs read-only work in parallel with the writer. Each statement sees what was durable when it began.</summary>
    /// <exception cref="SqliteException">The file could not be read.</exception>
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
        catch (Exception thrown)
        {
            return Task.FromException<T>(thrown);
        }
    }

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
