using SneakerCheck.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Platform.Documents.Sqlite;

/// <summary>A database file in a temporary folder, which is deleted after the test.</summary>
public sealed class SqliteFile : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sneakercheck-");

    public SqliteFile() => Database = SqliteDatabase.Open(Path);

    public string Path => System.IO.Path.Combine(folder.FullName, "sneakercheck.db");

    public SqliteDatabase Database { get; private set; }

    /// <summary>Closes the file and opens it again.</summary>
    public void Reopen()
    {
        Database.Dispose();
        Database = SqliteDatabase.Open(Path);
    }

    /// <summary>Copies the files, including the log, as a crash would leave them now, and opens the copy.</summary>
    public SqliteDatabase OpenCopy()
    {
        var copy = folder.CreateSubdirectory(Guid.NewGuid().ToString("N"));
        foreach (var file in (string[])[Path, Path + "-wal"])
            File.Copy(file, System.IO.Path.Combine(copy.FullName, System.IO.Path.GetFileName(file)));
        return SqliteDatabase.Open(System.IO.Path.Combine(copy.FullName, System.IO.Path.GetFileName(Path)));
    }

    public void Dispose()
    {
        Database.Dispose();
        folder.Delete(recursive: true);
    }
}
