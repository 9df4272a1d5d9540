using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace SneakerCheck.Tests.Worker;

/// <summary>A worker's process, started as the Functions host starts one.</summary>
internal sealed class WorkerProcess : IDisposable
{
    public static readonly string DotNet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    private readonly ConcurrentQueue<string> output = new();
    private readonly Process process;

    private WorkerProcess(Process process) => this.process = process;

    /// <summary>Its console output.</summary>
    public string Output => string.Join('\n', output);

    public bool HasExited => process.HasExited;

    /// <summary>Starts the app in a folder, which then connects to the host.</summary>
    public static WorkerProcess Start(string folder, Uri host, IReadOnlyDictionary<string, string> settings)
    {
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "worker.config.json")));
        var description = config.RootElement.GetProperty("description");
        var id = Guid.NewGuid().ToString();
        var start = new ProcessStartInfo(
            description.Text("defaultExecutablePath") is "dotnet" ? DotNet : description.Text("defaultExecutablePath"))
        {
            ArgumentList =
            {
                Path.Combine(folder, description.Text("defaultWorkerPath")),
                "--host", host.Host, "--port", $"{host.Port}",
                "--workerId", id, "--requestId", id, "--grpcMaxMessageLength", $"{int.MaxValue}",
                "--functions-uri", host.AbsoluteUri, "--functions-worker-id", id, "--functions-request-id", id,
                "--functions-grpc-max-message-length", $"{int.MaxValue}",
            },
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
                ["FUNCTIONS_APPLICATION_DIRECTORY"] = folder,
                ["FUNCTIONS_WORKER_DIRECTORY"] = folder,
            },
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var worker = new WorkerProcess(new Process { StartInfo = start });
        worker.process.OutputDataReceived += worker.Keep;
        worker.process.ErrorDataReceived += worker.Keep;
        worker.process.Start();
        worker.process.BeginOutputReadLine();
        worker.process.BeginErrorReadLine();
        return worker;
    }

    /// <summary>Waits for the exit and returns the exit code.</summary>
    public async Task<int> End(CancellationToken cancellation)
    {
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
            output.Enqueue(line.Data);
    }
}
