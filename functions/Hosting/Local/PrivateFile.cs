namespace SneakerCheck.Hosting.Local;

/// <summary>Files and folders that only their owner may read.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>
    /// Replaces a file's content, or creates the file. A crash or a full disk leaves the old content or the new one, never a part.
    /// </summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var draft = path + ".new";
        // A draft that a crash left could be readable for others.
        File.Delete(draft);
        using (var file = new FileStream(draft, Options(FileMode.CreateNew)))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Creates an empty file if it is missing. Takes all access from others, also if it exists.</summary>
    public static void Ensure(string path)
    {
        using (new FileStream(path, Options(FileMode.OpenOrCreate)))
        {
            // Opening has created it.
        }
        Restrict(path);
    }

    /// <summary>Takes all access to a file from others, if it exists.</summary>
    public static void Restrict(string path)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & ~OwnerFile) != 0)
            File.SetUnixFileMode(path, OwnerFile);
    }

    /// <summary>Creates a folder if it is missing. Takes all access from others, also if it exists.</summary>
    /// <exception cref="StartupException">The folder is shared by all users, such as <c>/tmp</c>, or belongs to another user.</exception>
    public static void EnsureFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        Directory.CreateDirectory(path, OwnerFolder);
        var mode = File.GetUnixFileMode(path);
        if ((mode & UnixFileMode.StickyBit) != 0)
            throw new StartupException($"The folder {path} is shared by all users. Set SNEAKERCHECK_DATA to a folder of its own.");
        if ((mode & ~OwnerFolder) == 0)
            return;
        try
        {
            File.SetUnixFileMode(path, OwnerFolder);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StartupException(
                $"The folder {path} belongs to another user, and others have access to it. Set SNEAKERCHECK_DATA to another folder.",
                exception);
        }
    }

    private static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerFile;
        return options;
    }
}
