using System.Diagnostics;
using System.Text.Json;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Durability;

/// <summary>The unfinished work in a killed host's file.</summary>
/// <param name="Deliveries">Messages that were being handled and will be redelivered.</param>
/// <param name="Unsent">Outbox messages that are not marked as sent.</param>
/// <param name="MostDeliveries">The highest delivery count of any message.</param>
internal sealed record HalfDone(long Deliveries, long Unsent, long MostDeliveries);

/// <summary>The program on one data folder, which tests kill and restart.</summary>
internal sealed class MortalHost : IDisposable
{
    public const string OperatorEmail = "operator@durability.test";

    public const string OperatorPassword = "operator's password";

    private readonly TestFolder folder = new();
    private HostProcess? process;
    private TaskCompletionSource<string> serving = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Database => folder["sneakercheck.db"];

    /// <summary>The process id of Azurite, from the note in the data folder.</summary>
    public int AzuriteId => JsonElement.Parse(File.ReadAllText(folder["azurite.json"])).GetProperty("process_id").GetInt32();

    /// <summary>The host's address. While the host is down, the task completes when it serves again.</summary>
    public Task<string> Address => Volatile.Read(ref serving).Task;

    /// <summary>Starts the program and waits until it serves.</summary>
    public async Task Start()
    {
        process = HostProcess.Start(
            folder,
            ("SNEAKERCHECK_DATA", folder.Path),
            ("Operator__Email", OperatorEmail),
            ("Operator__Password", OperatorPassword));
        serving.SetResult(await process.Address());
    }

    /// <summary>Kills the program but not its Azurite.</summary>
    public async Task Kill()
    {
        Volatile.Write(ref serving, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await process!.Kill();
        process.Dispose();
    }

    /// <summary>Kills the program and its Azurite, like a power cut.</summary>
    public async Task KillWithAzurite()
    {
        using var azurite = Process.GetProcessById(AzuriteId);
        // The host first, because it would start another Azurite.
        await Kill();
        azurite.Kill();
        await azurite.WaitForExitAsync();
    }

    /// <summary>Stops the program gracefully. Returns its exit code and stderr.</summary>
    public async Task<(int ExitCode, string Errors)> Stop()
    {
        process!.Terminate();
        return await process.End();
    }

    /// <summary>Reads a copy of the dead host's file, because opening the file itself would already recover it.</summary>
    public async Task<HalfDone> LookAtFile()
    {
        using var copy = new TestFolder();
        var files = Directory.GetFiles(folder.Path, "sneakercheck.db*");
        foreach (var file in files.Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
            File.Copy(file, copy[Path.GetFileName(file)]);
        using var database = SqliteDatabase.Open(copy["sneakercheck.db"]);
        return await database.Read(session => new HalfDone(
            Number(session, "SELECT count(*) FROM messages WHERE lock_token IS NOT NULL"),
            Number(session, "SELECT count(*) FROM documents WHERE kind = 'outbox'"),
            Number(session, "SELECT coalesce(max(delivery_count), 0) FROM messages")));
    }

    /// <summary>Counts the messages in the outbox while the host runs.</summary>
    public async Task<long> CountUnsent()
    {
        using var database = SqliteDatabase.Open(Database);
        return await database.Read(session => Number(session, "SELECT count(*) FROM documents WHERE kind = 'outbox'"));
    }

    /// <summary>Counts the Azurite processes on this folder.</summary>
    public async Task<int> CountAzurites()
    {
        using var list = Process.Start(new ProcessStartInfo("ps", ["-A", "-ww", "-o", "args="]) { RedirectStandardOutput = true })!;
        var lines = (await list.StandardOutput.ReadToEndAsync()).Split('\n');
        await list.WaitForExitAsync();
        return lines.Count(line => line.Contains($"--location {folder["azurite"]}", StringComparison.Ordinal));
    }

    /// <summary>Ends all processes, however the test ended.</summary>
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
