namespace SneakerCheck.Pictures;

/// <summary>
/// Ids of pictures: milliseconds since 2020 in 42 bits, then 11 random bits, so that ids order by time and stay below 2^53,
/// which every JSON reader holds exactly. Those of one process only rise. Should two processes draw the same, creating the
/// second picture fails and another id is drawn.
/// </summary>
public sealed class PictureIds(TimeProvider time)
{
    private const int RandomBits = 11;
    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long last;

    /// <summary>The greatest id there can be.</summary>
    public const long Maximum = (1L << 53) - 1;

    /// <summary>An id for a picture that is posted now.</summary>
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
