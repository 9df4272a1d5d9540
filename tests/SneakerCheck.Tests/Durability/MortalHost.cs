using System.Diagnostics;
using System.Text.Json;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Durability;

/// <summary>What a killed host left half done in its file.</summary>
/// <param name="Deliveries">Messages being worked on, which are delivered once more.</param>
/// <param name="Unsent">Messages committed with their change and not known to be sent.</param>
/// <param name="MostDeliveries">The most deliveries that any message there has had.</param>
internal sealed record HalfDone(long Deliveries, long Unsent, long MostDeliveries);

/// <summary>The program on one data folder, to be killed and started again.</summary>
internal sealed class MortalHost : IDisposable
{
    /// <summary>How the operator signs in.</summary>
    public const string OperatorEmail = "operator@durability.test";

    /// <summary>How the operator signs in.</summary>
    public const string OperatorPassword = "operator's password";

    private readonly TestFolder folder = new();
    private HostProcess? process;
    private TaskCompletionSource<string> serving = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The SQLite file.</summary>
    public string Database => folder["sneakercheck.db"];

    /// <summary>The Azurite that the folder's note names.</summary>
    public int AzuriteId => JsonElement.Parse(File.ReadAllText(folder["azurite.json"])).GetProperty("process_id").GetInt32();

    /// <summary>Where the host serves; while it is down, completes when it is back.</summary>
    public Task<string> Address => Volatile.Read(ref serving).Task;

    /// <summary>Starts the program and returns when it serves.</summary>
    public async Task Start()
    {
        process = HostProcess.Start(
            folder,
            ("SNEAKERCHECK_DATA", folder.Path),
            ("Operator__Email", OperatorEmail),
            ("Operator__Password", OperatorPassword));
        serving.SetResult(await process.Address());
    }

    /// <summary>Ends the program at once; its Azurite stays.</summary>
    public async Task Kill()
    {
        Volatile.Write(ref serving, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await process!.Kill();
        process.Dispose();
    }

    /// <summary>Ends the program and its Azurite at once, as a power cut does.</summary>
    public async Task KillWithAzurite()
    {
        using var azurite = Process.GetProcessById(AzuriteId);
        // The host first: it would start another.
        await Kill();
        azurite.Kill();
        await azurite.WaitForExitAsync();
    }

    /// <summary>Asks the program to end; what it wrote to stderr.</summary>
    public async Task<(int ExitCode, string Errors)> Stop()
    {
        process!.Terminate();
        return await process.End();
    }

    /// <summary>Looks at a copy of the dead host's file, so that reading it mends nothing before the next host does.</summary>
    public async Task<HalfDone> LookAtFile()
    {
        using var copy = new TestFolder();
        foreach (
            var file in Directory.GetFiles(folder.Path, "sneakercheck.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
            File.Copy(file, copy[Path.GetFileName(file)]);
        using var database = SqliteDatabase.Open(copy["sneakercheck.db"]);
        return await database.Read(session => new HalfDone(
            Number(session, "SELECT count(*) FROM messages WHERE lock_token IS NOT NULL"),
            Number(session, "SELECT count(*) FROM documents WHERE kind = 'outbox'"),
            Number(session, "SELECT coalesce(max(delivery_count), 0) FROM messages")));
    }

    /// <summary>Messages that were committed and not sent yet, read while the host runs.</summary>
    public async Task<long> CountUnsent()
    {
        using var database = SqliteDatabase.Open(Database);
        return await database.Read(session => Number(session, "SELECT count(*) FROM documents WHERE kind = 'outbox'"));
    }

    /// <summary>How many Azurites run on this folder.</summary>
    public async Task<int> CountAzurites()
    {
        using var list = Process.Start(new ProcessStartInfo("ps", ["-A", "-ww", "-o", "args="]) { RedirectStandardOutput = true })!;
        var lines = (await list.StandardOutput.ReadToEndAsync()).Split('\n');
        await list.WaitForExitAsync();
        return lines.Count(line => line.Contains($"--location {folder["azurite"]}", StringComparison.Ordinal));
    }

    /// <summary>Leaves nothing running, however the test ended.</summary>
    public void Dispose()
    {
        process?.Dispose();
        if (File.Exists(folder["azurite.json"]) && CountAzurites().GetAwaiter().GetResult() > 0)
        {
            using var azurite = Process.GetProcessById(AzuriteId);
            azurite.Kill();
            azurite.WaitForExit();
        }
        folder.Dispose();
    }

    private static long Number(SqliteSession session, string query) => session.Query(query, row => row.GetInt64(0)).Single();
}
