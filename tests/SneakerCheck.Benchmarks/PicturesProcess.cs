using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace SneakerCheck.Benchmarks;

/// <summary>A server that a side runs as a process of its own.</summary>
internal sealed class PicturesProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2), LongestEnd = TimeSpan.FromSeconds(30);

    private readonly PicturesGuard guard;
    private readonly Process process;
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();

    /// <summary>Starts a program.</summary>
    /// <param name="guard">Ends it should this process be killed.</param>
    /// <param name="start">What to start; its output is read.</param>
    public PicturesProcess(PicturesGuard guard, ProcessStartInfo start)
    {
        this.guard = guard;
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

    /// <summary>Waits for a line that it writes, and returns what the pattern's first group finds in it.</summary>
    /// <exception cref="InvalidOperationException">It ended, or was silent for too long.</exception>
    public async Task<string> Find(Regex pattern, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LongestStart);
        List<string> said = [];
        using var ended = new Timer(_ => { if (process.HasExited) limit.Cancel(); }, null, 0, 100);
        try
        {
            while (true)
            {
                var line = await lines.Reader.ReadAsync(limit.Token);
                said.Add(line);
                if (pattern.Match(line) is { Success: true } match)
                    return match.Groups[1].Value;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new InvalidOperationException($"{process.StartInfo.FileName} does not serve: {string.Join(" / ", said.TakeLast(5))}");
        }
    }

    /// <summary>Asks it to end as a service manager does, and waits.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
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
        if (received.Data is { } line)
            lines.Writer.TryWrite(line);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int processId, int signal);
}
