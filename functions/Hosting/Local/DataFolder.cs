namespace SneakerCheck.Hosting.Local;

/// <summary>
/// The folder with all data of a Local host. One host at a time can open it. The system releases the lock when the process ends.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream lockHandle;

    private DataFolder(string path, FileStream lockHandle) => (Path, this.lockHandle) = (path, lockHandle);

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>The SQLite file of documents and messages.</summary>
    public string Database => System.IO.Path.Combine(Path, "sneakercheck.db");

    /// <summary>Creates the folder if it is missing, accessible to its owner only, and locks it.</summary>
    /// <exception cref="StartupException">The folder cannot be written, or another host uses it.</exception>
    public static DataFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var lockFile = System.IO.Path.Combine(full, "host.lock");
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(full);
            else
                Directory.CreateDirectory(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            // The open handle is the lock, not the existence of the file, so a killed host does not block the next one.
            return new DataFolder(full, new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
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
}
