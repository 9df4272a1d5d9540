using System.Security.Cryptography;

namespace SneakerCheck.Platform;

/// <summary>
/// Ids that are shown as numbers: 42 bits of milliseconds since 2020, then 11 random bits. They increase with time and stay below 2^53,
/// which every JSON reader represents exactly. Within a process they strictly increase. If two processes draw the same id, creating
/// the second document fails and the client retries.
/// </summary>
public sealed class NumericIds(TimeProvider time)
{
    private const int RandomBits = 11;
    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long last;

    public const long Maximum = (1L << 53) - 1;

    /// <summary>A random id that nobody can guess, from 1 to <see cref="Maximum"/>; 53 bits.</summary>
    public static long Unguessable() => 1 + (long)(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) % Maximum);

    public long Next()
    {
        while (true)
        {
            var before = Interlocked.Read(ref last);
            var milliseconds = (long)(time.GetUtcNow() - Epoch).TotalMilliseconds;
            var next = Math.Max(before + 1, (milliseconds << RandomBits) | (long)Random.Shared.Next(1 << RandomBits));
            if (Interlocked.CompareExchange(ref last, next, before) == before)
                return next;
        }
    }
}
