using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace SneakerCheck.Benchmarks;

/// <summary>A server process of one side.</summary>
internal sealed class PicturesProcess : IAsyncDisposable
{
    private const int Terminate = 15, LastKept = 20;
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2), LongestEnd = TimeSpan.FromSeconds(30);

    private readonly PicturesGuard guard;
    private readonly Process process;
    private readonly string program;
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> last = new();

    /// <summary>Starts a program and reads its output; <paramref name="guard"/> ends it if this process is killed.</summary>
    public PicturesProcess(PicturesGuard guard, ProcessStartInfo start)
    {
        (this.guard, program) = (guard, start.FileName);
        // In a session of its own, so that Ctrl-C reaches only this process, which then stops its servers in order.
        start.ArgumentList.Insert(0, start.FileName);
        start.FileName = "setsid";
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.Start();
        guard.Began(process.Id);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
    }

    /// <summary>Its id.</summary>
    public int Id => process.Id;

    /// <summary>Waits for a line of its output that matches, and returns the pattern's first group.</summary>
    /// <exception cref="InvalidOperationException">It ended, or wrote nothing for too long.</exception>
    public async Task<string> Find(Regex pattern, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LongestStart);
        using var ended = new Timer(_ => { if (process.HasExited) limit.Cancel(); }, null, 0, 100);
        try
        {
            while (true)
            {
                var line = await lines.Reader.ReadAsync(limit.Token);
                if (pattern.Match(line) is { Success: true } match)
                    return match.Groups[1].Value;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new InvalidOperationException($"{program} does not serve: {LastLines()}");
        }
    }

    /// <summary>Stops it like a service manager and waits; reports if it had ended before.</summary>
    public async ValueTask DisposeAsync()
    {
        if (process.HasExited)
        {
            Console.Error.WriteLine($"{program} ended by itself, {process.ExitCode}: {LastLines()}");
        }
        else
        {
            _ = SendSignal(process.Id, Terminate);
            using var limit = new CancellationTokenSource(LongestEnd);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        guard.Ended(process.Id);
        process.Dispose();
    }

    private void Take(object sender, DataReceivedEventArgs received)
    {
        if (received.Data is not { } line)
            return;
        lines.Writer.TryWrite(line);
        last.Enqueue(line);
        if (last.Count > LastKept)
            last.TryDequeue(out _);
    }

    private string LastLines() => string.Join(" / ", last);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int processId, int signal);
}
