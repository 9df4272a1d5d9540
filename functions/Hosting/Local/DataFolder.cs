namespace SneakerCheck.Hosting.Local;

/// <summary>
/// The folder with all data of a Local host. One host at a time can open it. The system releases the lock when the process ends.
/// </summary>
public sealed class DataFolder : IDisposable
{
    /// <summary>The name of the SQLite file of documents and messages.</summary>
    public const string DatabaseName = "sneakercheck.db";

    // The number of the error on Linux and macOS.
    private const int ReadOnlyFileSystem = 30;

    private readonly FileStream lockHandle;

    private DataFolder(string path, FileStream lockHandle) => (Path, this.lockHandle) = (path, lockHandle);

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>The SQLite file of documents and messages.</summary>
    public string Database => System.IO.Path.Combine(Path, DatabaseName);

    /// <summary>
    /// Creates the folder if it is missing and locks it. The folder and the database are for their owner only, also if they exist.
    /// </summary>
    /// <exception cref="StartupException">The folder cannot be written or is shared, or another host uses it.</exception>
    public static DataFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var lockFile = System.IO.Path.Combine(full, "host.lock");
        try
        {
            PrivateFile.EnsureFolder(full);
            // The open handle is the lock, not the existence of the file, so a killed host does not block the next one.
            var opened = new DataFolder(full, new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            opened.RestrictDatabase();
            return opened;
        }
        catch (Exception exception) when (IsReadOnly(exception))
        {
            throw new StartupException(
                $"The data folder {full} is read-only. Make it writable, or set SNEAKERCHECK_DATA to another folder.", exception);
        }
        catch (IOException exception) when (File.Exists(lockFile))
        {
            throw new StartupException(
                $"The data folder {full} is in use by another host. Set SNEAKERCHECK_DATA to another folder.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The data folder {full} cannot be written: {exception.Message} Set SNEAKERCHECK_DATA to another folder.", exception);
        }
    }

    /// <summary>Releases the lock.</summary>
    public void Dispose() => lockHandle.Dispose();

    private static bool IsReadOnly(Exception exception) =>
        exception is UnauthorizedAccessException or IOException { HResult: ReadOnlyFileSystem };

    // SQLite gives its log the access of the database.
    private void RestrictDatabase()
    {
        try
        {
            PrivateFile.Ensure(Database);
            foreach (var part in new[] { "-wal", "-shm" })
                PrivateFile.Restrict(Database + part);
        }
        catch
        {
            Dispose();
            throw;
        }
    }
}
