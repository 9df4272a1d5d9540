namespace SneakerCheck.Platform.Documents.Sqlite;

/// <summary>The tables of the file and their version.</summary>
internal static class SqliteSchema
{
    private const long Version = 1;

    private static readonly string[] Statements =
    [
        // Times are Unix milliseconds. `value` is text for SQLite's JSON functions, with U+0000 escaped by SqliteText.
        """
        CREATE TABLE documents (
          partition TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, etag TEXT NOT NULL,
          seconds_to_live INTEGER, expires_at INTEGER,
          PRIMARY KEY (partition, id))
        """,
        "CREATE INDEX documents_by_kind ON documents (kind, id, partition)",
        "CREATE INDEX documents_by_partition ON documents (kind, partition, id)",
        "CREATE INDEX documents_by_expiry ON documents (expires_at) WHERE expires_at IS NOT NULL",

        // `due_at` is when the message may next be delivered: its scheduled time, or the end of its lock or of a pause.
        """
        CREATE TABLE messages (
          sequence INTEGER PRIMARY KEY AUTOINCREMENT,
          queue TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, due_at INTEGER NOT NULL,
          delivery_count INTEGER NOT NULL DEFAULT 0, lock_token TEXT, reason TEXT)
        """,
        "CREATE INDEX messages_by_queue ON messages (queue, sequence, due_at)",
        "CREATE INDEX messages_by_due ON messages (queue, due_at)",
        "CREATE INDEX messages_by_lock ON messages (lock_token) WHERE lock_token IS NOT NULL",
        """
        CREATE TABLE message_keys (
          queue TEXT NOT NULL, key TEXT NOT NULL, forget_at INTEGER NOT NULL,
          PRIMARY KEY (queue, key)) WITHOUT ROWID
        """,
        "CREATE INDEX message_keys_by_time ON message_keys (forget_at)",
    ];

    /// <summary>Turns on write-ahead logging, and creates the tables if they are missing.</summary>
    public static void Apply(SqliteSession session)
    {
        session.Execute("PRAGMA journal_mode = WAL");
        var version = session.Query("PRAGMA user_version", row => row.GetInt64(0))[0];
        if (version > Version)
            throw new InvalidDataException(
                $"The database has version {version}, but this program supports versions up to {Version}. Use a newer program.");
        if (version == Version)
            return;
        session.Execute("BEGIN IMMEDIATE");
        foreach (var statement in Statements)
            session.Execute(statement);
        session.Execute($"PRAGMA user_version = {Version}");
        session.Execute("COMMIT");
    }
}
