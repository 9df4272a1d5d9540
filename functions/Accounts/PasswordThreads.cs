using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>
/// Threads that hash passwords. A hash takes tens of milliseconds of a processor; on the thread pool, sign-ins at once would make
/// every other request wait. Who wants to hash enters first, which is refused when all threads are taken and enough requests wait.
/// </summary>
public sealed class PasswordThreads : IDisposable
{
    /// <summary>The code of the refusal: 429.</summary>
    public const string Busy = "busy";

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    private readonly BlockingCollection<Action> work = [];
    private readonly Lazy<Thread[]> threads;
    private readonly int places;
    private int taken;

    public PasswordThreads(IOptions<PasswordOptions> options)
    {
        var count = options.Value.Threads > 0 ? options.Value.Threads : Math.Max(1, Environment.ProcessorCount / 2);
        places = count + options.Value.Waiting;
        threads = new(() => [.. Enumerable.Range(0, count).Select(_ => Start())]);
    }

    /// <summary>How many have entered and not left.</summary>
    public int Taken => Volatile.Read(ref taken);

    /// <summary>Takes a place, until it is disposed of.</summary>
    /// <exception cref="Refusal">429 <c>busy</c>: there is none.</exception>
    public IDisposable Enter()
    {
        if (Interlocked.Increment(ref taken) <= places)
            return new Place(this);
        Interlocked.Decrement(ref taken);
        throw new Refusal(429, Busy, "Too many passwords are being checked at this moment. Try again.") { RetryAfter = Wait };
    }

    /// <summary>Runs work on one of the threads, unless the caller has gone before its turn.</summary>
    public Task<T> Run<T>(Func<T> compute, CancellationToken cancellation)
    {
        _ = threads.Value;
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(
            () =>
            {
                if (cancellation.IsCancellationRequested)
                {
                    done.SetCanceled(cancellation);
                    return;
                }
                try
                {
                    done.SetResult(compute());
                }
                catch (Exception exception)
                {
                    done.SetException(exception);
                }
            },
            CancellationToken.None);
        return done.Task;
    }

    public void Dispose() => work.CompleteAdding();

    private Thread Start()
    {
        var thread = new Thread(() =>
        {
            foreach (var next in work.GetConsumingEnumerable())
                next();
        })
        {
            IsBackground = true,
            Name = "passwords",
            Priority = ThreadPriority.BelowNormal,
        };
        thread.Start();
        return thread;
    }

    private sealed class Place(PasswordThreads threads) : IDisposable
    {
        private int isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref isLeft, 1) == 0)
                Interlocked.Decrement(ref threads.taken);
        }
    }
}
