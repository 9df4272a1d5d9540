using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SneakerCheck.Hosting.Local.Azurite;

/// <summary>Starts, finds and ends the processes that the host depends on.</summary>
internal static class ChildProcess
{
    /// <summary>What to do if Node is missing or unsuitable.</summary>
    public const string Remedy = "Install Node 20 or later, or set Blobs__ConnectionString to a blob storage of your own.";

    private const int Terminate = 15;

    // The system reports a start time relative to its boot, so two readings of the same process may differ slightly.
    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(2);

    /// <summary>Starts a program found on the PATH.</summary>
    /// <exception cref="StartupException">There is no such program. The message begins with <paramref name="need"/>.</exception>
    public static Process Start(ProcessStartInfo start, string need)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new StartupException(
                $"{need}, but '{start.FileName}' could not be started. {Remedy}",
                exception);
        }
    }

    /// <summary>The process with this id, if it started at that time and is still running.</summary>
    public static Process? Find(int id, DateTimeOffset started)
    {
        try
        {
            var process = Process.GetProcessById(id);
            if (!process.HasExited && (process.StartTime.ToUniversalTime() - started.UtcDateTime).Duration() < StartTolerance)
                return process;
            process.Dispose();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has exited, or it belongs to another user.
        }
        return null;
    }

    /// <summary>Sends SIGTERM, waits, and kills the process if it has not exited. Returns false if it had to be killed.</summary>
    public static async Task<bool> End(Process process, TimeSpan patience)
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SendSignal(process.Id, Terminate);
            if (await EndsWithin(process, patience))
                return true;
        }
        process.Kill(entireProcessTree: true);
        await EndsWithin(process, patience);
        return false;
    }

    private static async Task<bool> EndsWithin(Process process, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int processId, int signal);
}
