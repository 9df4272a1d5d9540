using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Platform.Limits;

/// <summary>What was used under one key in the current window.</summary>
/// <param name="Used">The amount.</param>
/// <param name="Until">When the window ends, unix milliseconds.</param>
public sealed record Usage(long Used, long Until);

/// <summary>
/// Counts what is used, by key and window, in the shared store, so that a limit holds exactly across instances and parallel requests.
/// A count is one small document that the store deletes after its window. Keys are stored as hashes, because they hold addresses.
/// </summary>
public sealed class UsageLimits(IDocuments documents, TimeProvider time)
{
    /// <summary>The code of the refusal: 429.</summary>
    public const string TooMany = "too_many_requests";

    private const string DocumentId = "usage";
    private static readonly DocumentKind<Usage> Kind = new("usage", UsageJson.Default.Usage);

    /// <summary>Uses an amount.</summary>
    /// <exception cref="Refusal">429 <c>too_many_requests</c> with the time to wait; nothing was used.</exception>
    public async Task Take(Limit limit, string key, long amount, CancellationToken cancellation)
    {
        if (await TryTake(limit, key, amount, cancellation) is { } wait)
            throw new Refusal(429, TooMany, "Too much of this at once. Wait before you try again.") { RetryAfter = wait };
    }

    /// <summary>Uses an amount, unless the limit would be exceeded. Returns the time to wait if so, and null if it was used.</summary>
    public Task<TimeSpan?> TryTake(Limit limit, string key, long amount, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount);
        return amount > limit.Most
            ? Task.FromResult<TimeSpan?>(limit.Window)
            : TakeWithin(limit, Partition(limit, key), amount, cancellation);
    }

    /// <summary>Gives an amount back that was used in this window.</summary>
    public Task GiveBack(Limit limit, string key, long amount, CancellationToken cancellation) => documents.Commit(
        new Commit(Partition(limit, key)).Increment(DocumentId, "used", -amount, new IncrementBound(AtLeast: 0)), cancellation);

    /// <summary>Ends the window at once, as if nothing had been used.</summary>
    public Task Reset(Limit limit, string key, CancellationToken cancellation) =>
        documents.Commit(new Commit(Partition(limit, key)).Delete(DocumentId), cancellation);

    /// <summary>What was used in the current window.</summary>
    public async Task<long> Used(Limit limit, string key, CancellationToken cancellation)
    {
        var usage = await documents.Read(Kind, Partition(limit, key), DocumentId, cancellation);
        return usage is null || Left(usage.Value) <= TimeSpan.Zero ? 0 : usage.Value.Used;
    }

    private async Task<TimeSpan?> TakeWithin(Limit limit, string partition, long amount, CancellationToken cancellation)
    {
        TimeSpan? wait = null;
        await DocumentChanges.Retry(time, Try, cancellation);
        return wait;

        async Task<bool?> Try()
        {
            var used = await documents.Commit(
                new Commit(partition).Increment(DocumentId, "used", amount, new IncrementBound(AtMost: limit.Most)), cancellation);
            if (used.IsCommitted)
                return true;
            if (used.Outcome == CommitOutcome.OutOfBounds && await documents.Read(Kind, partition, DocumentId, cancellation) is { } usage)
            {
                wait = Left(usage.Value);
                if (wait > TimeSpan.Zero)
                    return true;
                wait = null;
                // The window is over, but the store has not deleted the document yet.
                await documents.Commit(new Commit(partition).Delete(DocumentId, usage.ETag), cancellation);
            }
            var first = new Usage(amount, (time.GetUtcNow() + limit.Window).ToUnixTimeMilliseconds());
            return (await documents.Commit(new Commit(partition).Create(Kind, DocumentId, first, limit.Window), cancellation)).IsCommitted
                ? true
                : null;
        }
    }

    private TimeSpan Left(Usage usage) => DateTimeOffset.FromUnixTimeMilliseconds(usage.Until) - time.GetUtcNow();

    private static string Partition(Limit limit, string key) =>
        $"usage-{limit.Name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16))}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Usage))]
internal sealed partial class UsageJson : JsonSerializerContext;
