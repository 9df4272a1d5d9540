namespace SneakerCheck.Hosting.Local;

/// <summary>
/// The folder that holds everything the Local host keeps. One host at a time has it; the system ends that with the process.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream claim;

    private DataFolder(string path, FileStream claim) => (Path, this.claim) = (path, claim);

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>The SQLite file of documents and messages.</summary>
    public string Database => System.IO.Path.Combine(Path, "sneakercheck.db");

    /// <summary>Makes the folder where it is not there, readable by its owner only, and claims it.</summary>
    /// <exception cref="StartupException">It cannot be written, or another host has it.</exception>
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
            // A lock of the open file, not a file that exists: a killed host leaves nothing behind that bars the next.
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

    /// <summary>Gives the folder up.</summary>
    public void Dispose() => claim.Dispose();
}
