using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace SneakerCheck.Hosting.Local.Azurite;

/// <summary>
/// The blob storage of one data folder: Azurite's blob service as a child process. A process that a killed host left running is found
/// by the folder's note and reused. If the process exits or does not answer any more, it is restarted, for as long as this object lives and
/// with growing waits. Disposing ends it, even if another host started it.
/// </summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestExit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly string folder;
    private readonly AzuriteInstallation installation;
    private readonly TextWriter output;
    private readonly bool endWithHost;
    private readonly TimeProvider time;
    private readonly AzuriteProbes probes;
    private readonly CancellationTokenSource ending = new();
    private AzuriteNote note;
    private Process? process;
    private Task watch = Task.CompletedTask;

    private AzuriteServer(
        string folder, AzuriteInstallation installation, TextWriter output, bool endWithHost, TimeProvider time, AzuriteProbes probes)
    {
        (this.folder, this.installation, this.output, this.endWithHost) = (folder, installation, output, endWithHost);
        (this.time, this.probes) = (time, probes);
        note = AzuriteNote.ReadOrCreate(NotePath, Path.Combine(Location, "__blobstorage__"));
    }

    /// <summary>The connection string, including the account key.</summary>
    public string ConnectionString => note.ConnectionString;

    /// <summary>For example <c>http://127.0.0.1:40123</c>.</summary>
    public string Address => note.Address;

    public int ProcessId => note.ProcessId;

    /// <summary>Whether Azurite had to be killed because it did not exit on SIGTERM.</summary>
    public bool EndedByForce { get; private set; }

    private string NotePath => Path.Combine(folder, "azurite.json");

    private string Location => Path.Combine(folder, "azurite");

    private string LogPath => Path.Combine(folder, "azurite.log");

    /// <summary>Starts the blob storage of a data folder, or reuses the one that is already running for it.</summary>
    /// <param name="folder">The data folder. Only one caller may use it at a time.</param>
    /// <param name="port">The port to listen on. Null means the folder's last port, or a free one if that is taken.</param>
    /// <param name="output">Receives progress and restarts.</param>
    /// <param name="endWithHost">
    /// Whether Azurite ends if this process is killed. Otherwise it keeps running for the folder's next host.
    /// </param>
    /// <param name="listen">The IP address to listen on; <c>0.0.0.0</c> lets other machines use signed links.</param>
    /// <param name="time">The clock of the waits between restarts; the system's by default.</param>
    /// <param name="probes">How it is noticed that Azurite hangs; after 15 seconds by default.</param>
    /// <exception cref="StartupException">
    /// Node or npm is missing or failed, the port is taken, or the photos in the folder could not be found.
    /// </exception>
    public static async Task<AzuriteServer> Start(
        string folder,
        int? port,
        TextWriter output,
        CancellationToken cancellation,
        bool endWithHost = false,
        TimeProvider? time = null,
        string listen = AzuriteNote.Loopback,
        AzuriteProbes? probes = null)
    {
        var installation = await AzuriteInstallation.Ensure(folder, output, cancellation);
        var server = new AzuriteServer(folder, installation, output, endWithHost, time ?? TimeProvider.System, probes ?? new());
        try
        {
            await server.FindOrLaunch(port, listen, cancellation);
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

    /// <summary>Ends Azurite, which first writes its index to disk.</summary>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await watch;
        if (process is { HasExited: false } running)
            EndedByForce = !await ChildProcess.End(running, LongestEnd);
        process?.Dispose();
        process = null;
    }

    private async Task FindOrLaunch(int? wantedPort, string listen, CancellationToken cancellation)
    {
        if (await FindRunning(cancellation))
        {
            if ((wantedPort is null || wantedPort == note.Port) && listen == note.Listen)
                return;
            await ChildProcess.End(process!, LongestEnd);
        }

        note = note with { Listen = listen };
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

    // Only this folder's Azurite has this folder's key, so a process that accepts the key is the right one.
    private async Task<bool> FindRunning(CancellationToken cancellation)
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

    /// <summary>Starts the process on the note's port. Returns false if that port is taken.</summary>
    private async Task<bool> Launch(CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                AzuriteInstallation.Launcher, LogPath, installation.Service,
                "--blobHost", note.Listen, "--blobPort", $"{note.Port}", "--location", Location,
                "--disableTelemetry", "--silent",
            },
            Environment = { ["AZURITE_ACCOUNTS"] = $"{note.Account}:{note.Key}" },
            WorkingDirectory = folder,
            // A process that outlives the host would otherwise keep the host's terminal or pipe open.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (endWithHost)
            start.Environment["END_WITH_INPUT"] = "1";
        var logged = File.Exists(LogPath) ? new FileInfo(LogPath).Length : 0;
        process?.Dispose();
        process = null;
        process = ChildProcess.Start(start, "Node is needed to run the local blob storage");
        await Begin(process, cancellation);

        if (await Answers(process, cancellation))
            return true;
        if (!process.HasExited)
        {
            await ChildProcess.End(process, LongestEnd);
            throw new StartupException($"Azurite does not answer on {Address}; see {LogPath}.");
        }
        await File.AppendAllTextAsync(LogPath, await process.StandardError.ReadToEndAsync(cancellation), cancellation);
        if (Encoding.UTF8.GetString((await File.ReadAllBytesAsync(LogPath, cancellation)).AsSpan((int)logged)).Contains("EADDRINUSE"))
            return false;
        throw new StartupException(
            $"Azurite, the local blob storage, exited at once with code {process.ExitCode}; see {LogPath}. "
            + "Check that node is Node 20 or later and runs, or set Blobs__ConnectionString to a blob storage of your own.");
    }

    // Azurite starts only once its process is recorded.
    private async Task Begin(Process started, CancellationToken cancellation)
    {
        try
        {
            note = note with { ProcessId = started.Id, Started = started.StartTime.ToUniversalTime() };
            note.Write(NotePath);
            await started.StandardInput.WriteLineAsync("begin");
            await started.StandardInput.FlushAsync(cancellation);
        }
        catch (IOException) when (started.WaitForExit(LongestExit))
        {
            // It has exited at once. The caller says so.
        }
        catch
        {
            // It waits for its begin, and nobody would end it.
            started.Kill();
            throw;
        }
    }

    /// <summary>
    /// Waits until the process accepts the folder's key. Returns false if it exits, or if it was started too long ago and still does not.
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
                // Nothing listens yet, or another program has the port. In that case our process is about to exit.
            }
            await Task.Delay(ProbeInterval, cancellation);
        }
        while (!candidate.HasExited && DateTimeOffset.UtcNow - note.Started < LongestStart);
        return false;
    }

    // Pages of any origin may upload to signed addresses and read from them.
    private async Task AllowBrowsers(CancellationToken cancellation)
    {
        var options = new BlobClientOptions { Retry = { MaxRetries = 2, NetworkTimeout = TimeSpan.FromSeconds(10) } };
        var client = new BlobServiceClient(ConnectionString, options);
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

    // An Azurite that is gone or hangs leaves the host without photos, so nothing ends this loop but the host: not another exit, and not
    // an error while starting, such as a full disk.
    private async Task Watch()
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                failures = await RanFor() > LongestWait ? 0 : failures;
                var wait = WaitAfter(failures);
                output.WriteLine($"Azurite is not running; restarting it on {Address} in {wait.TotalSeconds:0} s.");
                await Task.Delay(wait, time, ending.Token);
                if (!await Launch(ending.Token))
                    output.WriteLine($"{Address} is taken.");
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                output.WriteLine($"Azurite could not be restarted: {exception.Message}");
            }
        }
    }

    /// <summary>Waits until the process exits or had to be ended, and returns how long this took.</summary>
    private async Task<TimeSpan> RanFor()
    {
        var since = time.GetTimestamp();
        if (process is { } running)
            await Served(running);
        return time.GetElapsedTime(since);
    }

    // Clients upload to Azurite itself, without a deadline of ours: one that hangs would have them wait for ever.
    private async Task Served(Process running)
    {
        var exit = running.WaitForExitAsync(ending.Token);
        using var client = probes.Client();
        for (var missed = 0; missed < probes.Missed;)
        {
            if (await Task.WhenAny(exit, Task.Delay(probes.Every, ending.Token)) == exit)
            {
                await exit;
                return;
            }
            missed = await probes.IsAnswered(client, Address, ending.Token) ? 0 : missed + 1;
        }
        if (running.HasExited)
            return;
        output.WriteLine($"Azurite does not answer on {Address}; ending it.");
        await ChildProcess.End(running, probes.Patience);
    }

    private static TimeSpan WaitAfter(int failures) => failures == 0
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(FirstWait.TotalSeconds * Math.Pow(2, failures - 1), LongestWait.TotalSeconds));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
