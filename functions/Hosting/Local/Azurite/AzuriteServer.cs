using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace SneakerCheck.Hosting.Local.Azurite;

/// <summary>
/// The blob storage of one data folder: Azurite's blob service as a child process. One that a killed host left behind is
/// found by the folder's note and used; one that dies is started again; disposing ends it, whoever started it.
/// </summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private const int MaximumRestarts = 5;
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(50);

    private readonly string folder;
    private readonly AzuriteInstallation installation;
    private readonly TextWriter output;
    private readonly bool endWithHost;
    private readonly CancellationTokenSource ending = new();
    private AzuriteNote note;
    private Process? process;
    private Task watch = Task.CompletedTask;

    private AzuriteServer(string folder, AzuriteInstallation installation, TextWriter output, bool endWithHost)
    {
        (this.folder, this.installation, this.output, this.endWithHost) = (folder, installation, output, endWithHost);
        note = AzuriteNote.ReadOrCreate(NotePath);
    }

    /// <summary>How the SDK reaches it, account key included.</summary>
    public string ConnectionString => note.ConnectionString;

    /// <summary>Where it listens, for example <c>http://127.0.0.1:40123</c>.</summary>
    public string Address => note.Address;

    /// <summary>The process that serves.</summary>
    public int ProcessId => note.ProcessId;

    /// <summary>Whether Azurite had to be killed because it did not end when asked.</summary>
    public bool EndedByForce { get; private set; }

    private string NotePath => Path.Combine(folder, "azurite.json");

    private string LogPath => Path.Combine(folder, "azurite.log");

    /// <summary>Starts the blob storage of a data folder, or finds the one that already runs for it.</summary>
    /// <param name="folder">The data folder; only one caller at a time may use it.</param>
    /// <param name="port">The port to listen on; null keeps the folder's last one or takes a free one.</param>
    /// <param name="output">Gets what happens, in lines for a person.</param>
    /// <param name="endWithHost">It ends with this process even when that is killed; else it is left for the folder's next host.</param>
    /// <exception cref="StartupException">Node or npm is missing or fails, or the port is taken.</exception>
    public static async Task<AzuriteServer> Start(
        string folder, int? port, TextWriter output, CancellationToken cancellation, bool endWithHost = false)
    {
        var installation = await AzuriteInstallation.Ensure(folder, output, cancellation);
        var server = new AzuriteServer(folder, installation, output, endWithHost);
        try
        {
            await server.FindOrLaunch(port, cancellation);
            await server.AllowBrowsers(cancellation);
            server.watch = server.Watch();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends Azurite; it writes its index first.</summary>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await watch;
        if (process is { HasExited: false } running)
            EndedByForce = !await ChildProcess.End(running, LongestEnd);
        process?.Dispose();
        process = null;
    }

    private async Task FindOrLaunch(int? wantedPort, CancellationToken cancellation)
    {
        if (await FindLeftBehind(cancellation))
        {
            if (wantedPort is null || wantedPort == note.Port)
                return;
            await ChildProcess.End(process!, LongestEnd);
        }

        if (wantedPort is { } port)
        {
            note = note with { Port = port };
            if (!await Launch(cancellation))
                throw new StartupException($"Port {port} is taken: Azurite cannot listen there. Set Azurite__BlobPort to another port.");
            return;
        }

        var attempts = note.Port == 0 ? 0 : -1;
        do
        {
            if (attempts >= 0)
                note = note with { Port = FreePort() };
            if (await Launch(cancellation))
                return;
        }
        while (++attempts < 5);
        throw new StartupException($"Azurite found no free port on 127.0.0.1; see {LogPath}.");
    }

    /// <summary>Only this folder's Azurite knows this folder's key: what answers to it is ours.</summary>
    private async Task<bool> FindLeftBehind(CancellationToken cancellation)
    {
        if (note.ProcessId == 0)
            return false;
        process = ChildProcess.Find(note.ProcessId, note.Started);
        if (process is null)
            return false;
        if (await Answers(process, cancellation))
            return true;
        await ChildProcess.End(process, LongestEnd);
        return false;
    }

    /// <summary>Starts the process on the note's port; false when that port is taken.</summary>
    private async Task<bool> Launch(CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                AzuriteInstallation.Launcher, LogPath, installation.Service,
                "--blobHost", "127.0.0.1", "--blobPort", $"{note.Port}", "--location", Path.Combine(folder, "azurite"),
                "--disableTelemetry", "--silent",
            },
            Environment = { ["AZURITE_ACCOUNTS"] = $"{note.Account}:{note.Key}" },
            WorkingDirectory = folder,
            // Handed a terminal or a pipe of the host's own, a process left behind would keep that open.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (endWithHost)
            start.Environment["END_WITH_INPUT"] = "1";
        var logged = File.Exists(LogPath) ? new FileInfo(LogPath).Length : 0;
        process?.Dispose();
        process = ChildProcess.Start(start, "Node is needed to run the local blob storage");
        note = note with { ProcessId = process.Id, Started = process.StartTime.ToUniversalTime() };
        note.Write(NotePath);
        await process.StandardInput.WriteLineAsync("begin");
        await process.StandardInput.FlushAsync(cancellation);

        if (await Answers(process, cancellation))
            return true;
        if (!process.HasExited)
            throw new StartupException($"Azurite does not answer on {Address}; see {LogPath}.");
        await File.AppendAllTextAsync(LogPath, await process.StandardError.ReadToEndAsync(cancellation), cancellation);
        if (Encoding.UTF8.GetString((await File.ReadAllBytesAsync(LogPath, cancellation)).AsSpan((int)logged)).Contains("EADDRINUSE"))
            return false;
        throw new StartupException($"Azurite ended with exit code {process.ExitCode}; see {LogPath}.");
    }

    /// <summary>
    /// Waits until the process answers to the folder's own key; false when it ends or was started too long ago for that.
    /// </summary>
    private async Task<bool> Answers(Process candidate, CancellationToken cancellation)
    {
        var options = new BlobClientOptions { Retry = { MaxRetries = 0, NetworkTimeout = TimeSpan.FromSeconds(5) } };
        var client = new BlobServiceClient(ConnectionString, options);
        do
        {
            try
            {
                await client.GetPropertiesAsync(cancellation);
                return !candidate.HasExited;
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                // Nobody listens yet, or somebody else does: then our process is about to find that out and end.
            }
            await Task.Delay(ProbeInterval, cancellation);
        }
        while (!candidate.HasExited && DateTimeOffset.UtcNow - note.Started < LongestStart);
        return false;
    }

    /// <summary>Lets browser clients of any origin upload to and read from signed addresses.</summary>
    private async Task AllowBrowsers(CancellationToken cancellation)
    {
        var client = new BlobServiceClient(ConnectionString);
        BlobServiceProperties properties = await client.GetPropertiesAsync(cancellation);
        properties.Cors =
        [
            new BlobCorsRule
            {
                AllowedOrigins = "*",
                AllowedMethods = "GET,HEAD,PUT,OPTIONS",
                AllowedHeaders = "*",
                ExposedHeaders = "*",
                MaxAgeInSeconds = 3600,
            },
        ];
        await client.SetPropertiesAsync(properties, cancellation);
    }

    private async Task Watch()
    {
        for (var restarts = 1; ; restarts++)
        {
            try
            {
                await process!.WaitForExitAsync(ending.Token);
                if (restarts > MaximumRestarts)
                {
                    output.WriteLine(
                        $"Azurite ended again and stays down: photos cannot be stored until the host is restarted. See {LogPath}.");
                    return;
                }
                output.WriteLine($"Azurite ended; starting it again on {Address} ({restarts} of {MaximumRestarts}).");
                if (!await Launch(ending.Token))
                    output.WriteLine($"{Address} is taken.");
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (StartupException exception)
            {
                output.WriteLine(exception.Message);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
