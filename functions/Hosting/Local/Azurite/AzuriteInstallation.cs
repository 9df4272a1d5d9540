using System.Diagnostics;
using System.Security.Cryptography;

namespace SneakerCheck.Hosting.Local.Azurite;

/// <summary>
/// Azurite as installed by npm from the pinned lock file: once per user and version, shared by every data folder.
/// </summary>
/// <param name="service">The script of Azurite's blob service.</param>
public sealed class AzuriteInstallation(string service)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestInstallation = TimeSpan.FromMinutes(15);
    private static readonly string[] PinnedFiles = ["package.json", "package-lock.json"];

    /// <summary>The folder of the program that holds the pin and the launcher.</summary>
    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "Hosting", "Local", "Azurite");

    /// <summary>The script that starts the blob service apart from the terminal.</summary>
    public static string Launcher { get; } = Path.Combine(Shipped, "serve.cjs");

    /// <summary>The script of Azurite's blob service.</summary>
    public string Service { get; } = service;

    /// <summary>Finds Azurite, and has npm install it where it is not there yet.</summary>
    /// <param name="fallback">The folder to install in when the user has none for application data.</param>
    /// <param name="output">Gets the progress, in lines for a person.</param>
    /// <exception cref="StartupException">npm is missing or failed.</exception>
    public static async Task<AzuriteInstallation> Ensure(string fallback, TextWriter output, CancellationToken cancellation)
    {
        var folder = Path.Combine(ToolsFolder(fallback), $"azurite-{PinHash()}");
        var service = Path.Combine(folder, "node_modules", "azurite", "dist", "src", "blob", "main.js");
        if (!File.Exists(service))
            await Install(folder, output, cancellation);
        return new AzuriteInstallation(service);
    }

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
            // A read-only or missing home is common in containers; the data folder is writable by then.
        }
        return Directory.CreateDirectory(Path.Combine(fallback, "tools")).FullName;
    }

    private static async Task Install(string folder, TextWriter output, CancellationToken cancellation)
    {
        // npm works in a folder of its own that is renamed when complete: half an installation is never taken for one,
        // and two hosts that install at once cannot disturb each other.
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
                // Another host was faster; its copy is the same.
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
            // The lock file holds checksums of everything; no package of it needs to run code to be installed.
            ArgumentList = { "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error" },
            WorkingDirectory = workFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var clock = Stopwatch.StartNew();
        output.WriteLine($"Installing Azurite, the local blob storage, from npm (once) …");
        using var npm = ChildProcess.Start(start, "npm is needed to install the local blob storage");
        npm.StandardInput.Close();
        var complaints = npm.StandardError.ReadToEndAsync(CancellationToken.None);
        var chatter = npm.StandardOutput.ReadToEndAsync(CancellationToken.None);

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

        await chatter;
        if (npm.ExitCode != 0)
            throw new StartupException($"npm could not install Azurite: {FirstComplaint(await complaints, npm.ExitCode)}");
        output.WriteLine($"Azurite is installed ({clock.Elapsed.TotalSeconds:0} s).");
    }

    private static string FirstComplaint(string complaints, int exitCode)
    {
        var errors = complaints.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line.StartsWith("npm error", StringComparison.Ordinal) || line.StartsWith("npm ERR!", StringComparison.Ordinal))
            .Select(line => line["npm error".Length..].Trim())
            .Where(line => line.Length > 0)
            .Take(3);
        var joined = string.Join("; ", errors);
        return joined.Length > 0 ? joined : $"exit code {exitCode}.";
    }
}
