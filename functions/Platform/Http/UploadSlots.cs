using Microsoft.Extensions.Options;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Platform.Http;

/// <summary>
/// Bounds the uploads that run through this process at once, and the memory of their buffers. A slow upload costs its sender nothing
/// and keeps its buffers for minutes, so without a bound one account could take all memory.
/// </summary>
public sealed class UploadSlots(IOptions<UploadOptions> options)
{
    /// <summary>The code of the refusal by the account's bound.</summary>
    public const string TooMany = "too_many_uploads";

    /// <summary>The code of the refusal by the process's bounds.</summary>
    public const string Busy = "uploads_busy";

    /// <summary>The buffers of an upload that is passed on as it arrives: a block for storage, and what the server reads ahead.</summary>
    public const long PassedOn = 2L << 20;

    /// <summary>The buffers of the largest upload that is kept in memory as a whole.</summary>
    public const long LargestBuffer = PassedOn + Largest;

    private const long Largest = 20L << 20;

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    private readonly Lock held = new();
    private readonly Dictionary<long, int> byAccount = [];
    private long buffered;

    /// <summary>The number of uploads that run.</summary>
    public int Count { get; private set; }

    /// <summary>Begins an upload; disposing ends it.</summary>
    /// <param name="buffer">The bytes that it buffers at most.</param>
    /// <exception cref="Refusal">429 <c>too_many_uploads</c>; 503 <c>uploads_busy</c>.</exception>
    public IDisposable Begin(long accountId, long buffer)
    {
        var limits = options.Value;
        lock (held)
        {
            var own = byAccount.GetValueOrDefault(accountId);
            if (own >= limits.PerAccount)
                throw Refuse(429, TooMany, $"An account may have {limits.PerAccount} uploads at once. Wait until one has ended.");
            if (Count >= limits.PerProcess || buffered + buffer > (long)limits.BufferMegabytes << 20)
                throw Refuse(503, Busy, "Too many uploads run at the same time. Try again.");
            byAccount[accountId] = own + 1;
            Count++;
            buffered += buffer;
        }
        return new Slot(this, accountId, buffer);
    }

    /// <summary>The buffers of an upload of this length that is kept in memory as a whole.</summary>
    public static long Whole(long? length) => PassedOn + Math.Clamp(length ?? Largest, 0, Largest);

    private static Refusal Refuse(int status, string code, string detail) => new(status, code, detail) { RetryAfter = Wait };

    private void End(long accountId, long buffer)
    {
        lock (held)
        {
            if (--byAccount[accountId] == 0)
                byAccount.Remove(accountId);
            Count--;
            buffered -= buffer;
        }
    }

    private sealed class Slot(UploadSlots slots, long accountId, long buffer) : IDisposable
    {
        private UploadSlots? slots = slots;

        public void Dispose() => Interlocked.Exchange(ref slots, null)?.End(accountId, buffer);
    }
}
