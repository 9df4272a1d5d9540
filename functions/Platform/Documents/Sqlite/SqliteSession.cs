using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SneakerCheck.Platform.Documents.Sqlite;

/// <summary>
/// A connection and its prepared statements. Not thread-safe. It calls SQLite's own functions, because an ADO.NET command with its
/// parameters and reader costs more than most of the statements here.
/// </summary>
public sealed class SqliteSession : IDisposable
{
    // Filters are combined, so there are many different statements. Beyond this number all are dropped and prepared again.
    private const int MaximumPrepared = 200;

    private readonly SqliteConnection connection;
    private readonly Dictionary<string, SqliteStatement> prepared = [];

    /// <summary>Opens a file, and creates it if it is missing and may be written.</summary>
    /// <exception cref="SqliteException">The file cannot be opened or is not a database.</exception>
    internal SqliteSession(string path, bool isReadOnly = false)
    {
        connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = 5,
            Mode = isReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
        }.ToString());
        try
        {
            connection.Open();
            Execute("PRAGMA busy_timeout = 5000");
            Execute("PRAGMA synchronous = FULL");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether the current unit of work called <see cref="Undo"/>.</summary>
    internal bool IsUndone { get; set; }

    /// <summary>Whether a transaction is open. Some failures, such as a full disk, end it by themselves.</summary>
    internal bool IsInTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>Rolls back the changes of this unit of work. Its result still reaches the caller.</summary>
    public void Undo() => IsUndone = true;

    /// <summary>Runs a statement and returns how many rows it changed.</summary>
    /// <param name="sql">One statement, the same text each time, so that it is prepared once.</param>
    /// <param name="values">Parameter names with <c>@</c>, and their values.</param>
    /// <exception cref="SqliteException">The statement failed.</exception>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var statement = Prepare(sql);
        try
        {
            statement.Bind(values);
            while (statement.Step())
            {
                // A pragma returns the value it has set.
            }
            return raw.sqlite3_changes(connection.Handle);
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>Runs a statement and maps each row of its result.</summary>
    /// <param name="sql">One statement, the same text each time, so that it is prepared once.</param>
    /// <param name="values">Parameter names with <c>@</c>, and their values.</param>
    /// <exception cref="SqliteException">The statement failed.</exception>
    public List<T> Query<T>(string sql, Func<SqliteRow, T> row, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var statement = Prepare(sql);
        try
        {
            statement.Bind(values);
            List<T> rows = [];
            while (statement.Step())
                rows.Add(row(statement.Row));
            return rows;
        }
        finally
        {
            statement.Reset();
        }
    }

    public void Dispose()
    {
        DisposePrepared();
        connection.Dispose();
    }

    private SqliteStatement Prepare(string sql)
    {
        if (prepared.TryGetValue(sql, out var statement))
            return statement;
        if (prepared.Count == MaximumPrepared)
            DisposePrepared();
        statement = new(connection.Handle!, sql);
        prepared.Add(sql, statement);
        return statement;
    }

    private void DisposePrepared()
    {
        foreach (var statement in prepared.Values)
            statement.Dispose();
        prepared.Clear();
    }
}
