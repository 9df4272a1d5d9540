using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace SneakerCheck.Platform.Documents.Sqlite;

/// <summary>
/// One SQLite file with a write-ahead log that is flushed at each commit. A single writer commits whatever is waiting as
/// one transaction, since the flush is what costs; readers work beside it, each on a connection of its own.
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
        writing = new(WriteWhatIsWaiting) { IsBackground = true, Name = "SQLite writer" };
        writing.Start();
    }

    /// <summary>Opens a file, or makes it, with this version's tables.</summary>
    /// <exception cref="SqliteException">The file cannot be written, or is no database, or is damaged.</exception>
    /// <exception cref="InvalidDataException">A later version of the product made the file.</exception>
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

    /// <summary>Runs work in a transaction and returns its result once that is durable. Work that throws changes nothing.</summary>
    /// <param name="work">Runs on the writer's thread, alone; it must be short and must not wait for anything.</param>
    /// <exception cref="SqliteException">The file could not be written; nothing of the work is in it.</exception>
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

    /// <summary>Runs work that only reads, beside the writer, seeing what was durable when its statement began.</summary>
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

    /// <summary>Carries out what is waiting, then closes the file.</summary>
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

    private void WriteWhatIsWaiting()
    {
        foreach (var first in waiting.GetConsumingEnumerable())
        {
            List<SqliteUnit> units = [first];
            while (units.Count < MaximumUnitsPerTransaction && waiting.TryTake(out var next))
                units.Add(next);
            var lost = CommitTogether(units);
            foreach (var unit in units)
                unit.Finish(lost);
        }
    }

    private Exception? CommitTogether(List<SqliteUnit> units)
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
            // The callers get the failure that came first; a transaction that stays open fails the next BEGIN, loudly.
        }
    }
}
