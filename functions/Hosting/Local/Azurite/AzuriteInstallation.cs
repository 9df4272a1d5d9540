using System.Diagnostics;
using System.Security.Cryptography;

namespace SneakerCheck.Hosting.Local.Azurite;

/// <summary>
/// Azurite as installed by npm from the pinned lock file: once per user and version, shared by every data folder.
/// </summary>
/// <param name="service">The script of Azurite's blob service.</param>
public sealed class AzuriteInstallation(string service)
{
    private const int OldestNode = 20;
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestInstallation = TimeSpan.FromMinutes(15);
    private static readonly string[] PinnedFiles = ["package.json", "package-lock.json"];

    // Holds package.json, its lock file and the launcher.
    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "Hosting", "Local", "Azurite");

    /// <summary>The script that starts the blob service detached from the terminal.</summary>
    public static string Launcher { get; } = Path.Combine(Shipped, "serve.cjs");

    public string Service { get; } = service;

    /// <summary>Finds Azurite, and installs it with npm if it is missing.</summary>
    /// <param name="fallback">The folder to install into if the user has no writable folder for application data.</param>
    /// <param name="output">Receives the progress.</param>
    /// <exception cref="StartupException">npm is missing or failed.</exception>
    public static async Task<AzuriteInstallation> Ensure(string fallback, TextWriter output, CancellationToken cancellation)
    {
        await RequireNode(cancellation);
        var folder = Path.Combine(ToolsFolder(fallback), $"azurite-{PinHash()}");
        var service = Path.Combine(folder, "node_modules", "azurite", "dist", "src", "blob", "main.js");
        if (!File.Exists(service))
            await Install(folder, output, cancellation);
        return new AzuriteInstallation(service);
    }

    // An older Node fails inside Azurite, with an error that does not say so.
    private static async Task RequireNode(CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("node")
        {
            ArgumentList = { "--version" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = ChildProcess.Start(start, "Node is needed to run the local blob storage");
        var errors = node.StandardError.ReadToEndAsync(CancellationToken.None);
        var version = (await node.StandardOutput.ReadToEndAsync(cancellation)).Trim();
        await node.WaitForExitAsync(cancellation);
        if (node.ExitCode != 0)
            throw new StartupException(
                $"'node --version' failed with exit code {node.ExitCode}: {FirstLine(await errors)} {ChildProcess.Remedy}");
        if (Version.TryParse(version.TrimStart('v'), out var number) && number.Major < OldestNode)
            throw new StartupException($"Node {version} is too old to run the local blob storage. {ChildProcess.Remedy}");
    }

    private static string FirstLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault("no output.");

    private static string PinHash() =>
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Shipped, "package-lock.json"))))[..16];

    private static string ToolsFolder(string fallback)
    {
        var perUser = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        try
        {
            if (perUser.Length > 0)
                return Directory.CreateDirectory(Path.Combine(perUser, "sneakercheck")).FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Containers often have no home, or a read-only one. The data folder is known to be writable here.
        }
        return Directory.CreateDirectory(Path.Combine(fallback, "tools")).FullName;
    }

    private static async Task Install(string folder, TextWriter output, CancellationToken cancellation)
    {
        // npm installs into a temporary folder that is renamed when complete. An interrupted installation is therefore never used,
        // and two hosts can install at the same time.
        var workFolder = Directory.CreateDirectory($"{folder}.{Guid.NewGuid():N}").FullName;
        try
        {
            foreach (var file in PinnedFiles)
                File.Copy(Path.Combine(Shipped, file), Path.Combine(workFolder, file));
            await RunNpm(workFolder, output, cancellation);
            try
            {
                Directory.Move(workFolder, folder);
            }
            catch (IOException) when (Directory.Exists(folder))
            {
                // Another host finished first. Its copy is identical.
            }
        }
        finally
        {
            if (Directory.Exists(workFolder))
                Directory.Delete(workFolder, recursive: true);
        }
    }

    private static async Task RunNpm(string workFolder, TextWriter output, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm")
        {
            // The lock file has the checksum of every package, and none of them needs an install script.
            ArgumentList = { "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error" },
            WorkingDirectory = workFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var clock = Stopwatch.StartNew();
        output.WriteLine("Installing Azurite, the local blob storage, from npm (only once) …");
        using var npm = ChildProcess.Start(start, "npm is needed to install the local blob storage");
        npm.StandardInput.Close();
        var errors = npm.StandardError.ReadToEndAsync(CancellationToken.None);
        var progress = npm.StandardOutput.ReadToEndAsync(CancellationToken.None);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LongestInstallation);
        var ended = npm.WaitForExitAsync(limit.Token);
        try
        {
            while (await Task.WhenAny(ended, Task.Delay(ProgressInterval, CancellationToken.None)) != ended)
                output.WriteLine($"  … {clock.Elapsed.TotalSeconds:0} s");
            await ended;
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            throw new StartupException($"npm did not install Azurite within {LongestInstallation.TotalMinutes:0} minutes.");
        }

        await progress;
        if (npm.ExitCode != 0)
            throw new StartupException(
                $"npm could not install Azurite: {FirstErrors(await errors, npm.ExitCode)} Check that npm reaches its registry "
                + "(npm ping), also through a proxy (npm config), or set Blobs__ConnectionString to a blob storage of your own.");
        output.WriteLine($"Azurite is installed ({clock.Elapsed.TotalSeconds:0} s).");
    }

    private static string FirstErrors(string output, int exitCode)
    {
        var errors = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line.StartsWith("npm error", StringComparison.Ordinal) || line.StartsWith("npm ERR!", StringComparison.Ordinal))
            .Select(line => line["npm error".Length..].Trim())
            .Where(line => line.Length > 0)
            .Take(3);
        var joined = string.Join("; ", errors);
        return joined.Length > 0 ? joined.TrimEnd('.') + "." : $"exit code {exitCode}.";
    }
}
