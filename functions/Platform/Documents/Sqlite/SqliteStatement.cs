using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SneakerCheck.Platform.Documents.Sqlite;

/// <summary>A prepared statement.</summary>
internal sealed class SqliteStatement : IDisposable
{
    // So long that keys fit; each character takes at most three bytes.
    private const int ShortText = 128;

    private readonly sqlite3 database;
    private readonly sqlite3_stmt handle;
    private readonly string[] parameters;

    /// <summary>Prepares a statement.</summary>
    /// <exception cref="SqliteException">It is no statement, or names what is not there.</exception>
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

    /// <summary>The row that <see cref="Step"/> came to.</summary>
    public SqliteRow Row => new(handle);

    /// <summary>Gives every parameter its value.</summary>
    /// <exception cref="ArgumentException">The names are not those of the statement.</exception>
    public void Bind(ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (values.Length != parameters.Length)
            throw new ArgumentException($"The statement takes {string.Join(", ", parameters)}.", nameof(values));
        for (var at = 0; at < values.Length; at++)
        {
            // Nearly always they are given in the order in which the statement first names them.
            var (name, value) = values[at];
            var place = parameters[at] == name ? at : Array.IndexOf(parameters, name);
            if (place < 0)
                throw new ArgumentException($"The statement has no parameter '{name}'.", nameof(values));
            Check(Bind(place + 1, value));
        }
    }

    /// <summary>Goes to the next row; false where there is none.</summary>
    /// <exception cref="SqliteException">The statement failed.</exception>
    public bool Step()
    {
        var result = raw.sqlite3_step(handle);
        if (result is raw.SQLITE_ROW or raw.SQLITE_DONE)
            return result == raw.SQLITE_ROW;
        Check(result);
        return false;
    }

    /// <summary>Ends a run, and with it, outside of a transaction, its view of the file.</summary>
    public void Reset()
    {
        // It repeats the failure of the last step, which has been told.
        _ = raw.sqlite3_reset(handle);
        _ = raw.sqlite3_clear_bindings(handle);
    }

    /// <summary>Frees it.</summary>
    public void Dispose() => handle.Dispose();

    // Empty text and bytes have no address, which SQLite would take for NULL.
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
        _ => throw new ArgumentException($"A parameter takes no {value.GetType().Name}.", nameof(value)),
    };

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, database);
    }
}

/// <summary>The current row of a statement's result; good only until the next.</summary>
public readonly struct SqliteRow
{
    private readonly sqlite3_stmt statement;

    internal SqliteRow(sqlite3_stmt statement) => this.statement = statement;

    /// <summary>Whether a column is NULL.</summary>
    public bool IsDBNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <summary>A column as a whole number.</summary>
    public long GetInt64(int column) => raw.sqlite3_column_int64(statement, column);

    /// <summary>A column as a whole number.</summary>
    public int GetInt32(int column) => raw.sqlite3_column_int(statement, column);

    /// <summary>A column as text.</summary>
    public string GetString(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>The bytes of a column, of text those of its UTF-8, where SQLite has them.</summary>
    public ReadOnlySpan<byte> GetBytes(int column) => raw.sqlite3_column_blob(statement, column);

    /// <summary>A column as what it is: <see cref="long"/>, <see cref="double"/>, <see cref="string"/> or null.</summary>
    public object? GetValue(int column) => raw.sqlite3_column_type(statement, column) switch
    {
        raw.SQLITE_INTEGER => GetInt64(column),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, column),
        raw.SQLITE_TEXT => GetString(column),
        raw.SQLITE_NULL => null,
        var type => throw new InvalidOperationException($"Nothing here holds a column of type {type}."),
    };
}
