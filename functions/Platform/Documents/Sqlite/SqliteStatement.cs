using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SneakerCheck.Platform.Documents.Sqlite;

/// <summary>A prepared statement.</summary>
internal sealed class SqliteStatement : IDisposable
{
    // Long enough for keys. A UTF-16 character takes at most three bytes in UTF-8.
    private const int ShortText = 128;

    private readonly sqlite3 database;
    private readonly sqlite3_stmt handle;
    private readonly string[] parameters;

    /// <exception cref="SqliteException">The text is not a statement, or names a table or column that does not exist.</exception>
    public SqliteStatement(sqlite3 database, string sql)
    {
        this.database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out handle));
        parameters =
        [
            .. Enumerable.Range(1, raw.sqlite3_bind_parameter_count(handle))
                .Select(index => raw.sqlite3_bind_parameter_name(handle, index).utf8_to_string()),
        ];
    }

    /// <summary>The row that <see cref="Step"/> moved to.</summary>
    public SqliteRow Row => new(handle);

    /// <exception cref="ArgumentException">The names differ from those in the statement.</exception>
    public void Bind(ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (values.Length != parameters.Length)
            throw new ArgumentException($"The statement takes {string.Join(", ", parameters)}.", nameof(values));
        for (var at = 0; at < values.Length; at++)
        {
            // Callers nearly always pass them in the order in which the statement first names them.
            var (name, value) = values[at];
            var place = parameters[at] == name ? at : Array.IndexOf(parameters, name);
            if (place < 0)
                throw new ArgumentException($"The statement has no parameter '{name}'.", nameof(values));
            Check(Bind(place + 1, value));
        }
    }

    /// <summary>Moves to the next row; false after the last.</summary>
    /// <exception cref="SqliteException">The statement failed.</exception>
    public bool Step()
    {
        var result = raw.sqlite3_step(handle);
        if (result is raw.SQLITE_ROW or raw.SQLITE_DONE)
            return result == raw.SQLITE_ROW;
        Check(result);
        return false;
    }

    /// <summary>Ends the run. Outside a transaction this also ends its snapshot of the file.</summary>
    public void Reset()
    {
        // It returns the failure of the last step once more, which Step has thrown already.
        _ = raw.sqlite3_reset(handle);
        _ = raw.sqlite3_clear_bindings(handle);
    }

    public void Dispose() => handle.Dispose();

    // An empty span has no address, which SQLite would take for NULL.
    private int BindText(int index, string text)
    {
        if (text.Length is 0 or > ShortText)
            return raw.sqlite3_bind_text(handle, index, text);
        Span<byte> bytes = stackalloc byte[3 * ShortText];
        return raw.sqlite3_bind_text(handle, index, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    private int Bind(int index, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(handle, index),
        long number => raw.sqlite3_bind_int64(handle, index, number),
        double number => raw.sqlite3_bind_double(handle, index, number),
        string text => BindText(index, text),
        byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(handle, index, 0),
        byte[] bytes => raw.sqlite3_bind_blob(handle, index, bytes),
        _ => throw new ArgumentException($"A parameter cannot be a {value.GetType().Name}.", nameof(value)),
    };

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, database);
    }
}

/// <summary>The current row of a statement's result. Valid only until the next step.</summary>
public readonly struct SqliteRow
{
    private readonly sqlite3_stmt statement;

    internal SqliteRow(sqlite3_stmt statement) => this.statement = statement;

    public bool IsDBNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long GetInt64(int column) => raw.sqlite3_column_int64(statement, column);

    public int GetInt32(int column) => raw.sqlite3_column_int(statement, column);

    public string GetString(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>The bytes of a column (UTF-8 for text) in SQLite's own memory, without a copy.</summary>
    public ReadOnlySpan<byte> GetBytes(int column) => raw.sqlite3_column_blob(statement, column);

    /// <summary>A column in its own type: <see cref="long"/>, <see cref="double"/>, <see cref="string"/> or null.</summary>
    public object? GetValue(int column) => raw.sqlite3_column_type(statement, column) switch
    {
        raw.SQLITE_INTEGER => GetInt64(column),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, column),
        raw.SQLITE_TEXT => GetString(column),
        raw.SQLITE_NULL => null,
        var type => throw new InvalidOperationException($"A column of type {type} is not supported."),
    };
}
