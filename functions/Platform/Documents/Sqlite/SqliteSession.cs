using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SneakerCheck.Platform.Documents.Sqlite;

/// <summary>
/// One connection and the statements prepared on it. Not for two threads at once. Statements are run by SQLite's own functions,
/// because a command of ADO.NET, with its parameters and its reader, costs more than most of the statements here.
/// </summary>
public sealed class SqliteSession : IDisposable
{
    // Statements come from code, filters combine them; past this many the rarely used ones are not worth keeping.
    private const int MaximumPrepared = 200;

    private readonly SqliteConnection connection;
    private readonly Dictionary<string, SqliteStatement> prepared = [];

    /// <summary>Opens a connection to a file, which is made where it is missing.</summary>
    /// <exception cref="SqliteException">The file cannot be opened, or is no database.</exception>
    internal SqliteSession(string path)
    {
        connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5 }.ToString());
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

    /// <summary>Whether the unit at work asked for its changes to be taken back.</summary>
    internal bool IsUndone { get; set; }

    /// <summary>Whether a transaction is open. Some failures, a full disk among them, may end it on their own.</summary>
    internal bool IsInTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>Takes back what this unit of work changed; its result still reaches the caller.</summary>
    public void Undo() => IsUndone = true;

    /// <summary>Runs a statement and tells how many rows it changed.</summary>
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
                // A pragma tells what it has set.
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
    /// <param name="row">Makes a result of the current row.</param>
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

    /// <summary>Ends the connection.</summary>
    public void Dispose()
    {
        Forget();
        connection.Dispose();
    }

    private SqliteStatement Prepare(string sql)
    {
        if (prepared.TryGetValue(sql, out var statement))
            return statement;
        if (prepared.Count == MaximumPrepared)
            Forget();
        statement = new(connection.Handle!, sql);
        prepared.Add(sql, statement);
        return statement;
    }

    private void Forget()
    {
        foreach (var statement in prepared.Values)
            statement.Dispose();
        prepared.Clear();
    }
}
