using System.Collections.Concurrent;

namespace SneakerCheck.Notifications.Push;

/// <summary>
/// Remembers, in this process, which devices did not answer several times in a row. Their circuit is open: for a while nothing waits for
/// them. Polly has a circuit breaker too, but one for each device would stay in memory for ever.
/// </summary>
public sealed class PushCircuits(TimeProvider time)
{
    /// <summary>How many silences in a row open a circuit.</summary>
    public const int Silences = 3;

    /// <summary>How long a circuit stays open.</summary>
    public static readonly TimeSpan Break = TimeSpan.FromMinutes(1);

    // Beyond this number, devices that were silent long ago are forgotten.
    private const int MaximumRemembered = 10_000;

    private readonly ConcurrentDictionary<(long AccountId, string DeviceId), Silence> silent = [];

    /// <summary>How long nothing should wait for the device; zero if its circuit is closed.</summary>
    public TimeSpan OpenFor(long accountId, Device device)
    {
        if (!silent.TryGetValue((accountId, device.DeviceId), out var silence) || silence.Times < Silences)
            return TimeSpan.Zero;
        var left = Break - time.GetElapsedTime(silence.Last);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>The device answered, whatever the answer.</summary>
    public void Answered(long accountId, Device device) => silent.TryRemove((accountId, device.DeviceId), out _);

    /// <summary>The device did not answer in time. After a break, one more silence opens its circuit again.</summary>
    public void WasSilent(long accountId, Device device)
    {
        if (silent.Count >= MaximumRemembered)
            Forget();
        silent.AddOrUpdate(
            (accountId, device.DeviceId),
            _ => new Silence(1, time.GetTimestamp()),
            (_, before) => new Silence(before.Times + 1, time.GetTimestamp()));
    }

    private void Forget()
    {
        foreach (var (device, silence) in silent)
        {
            if (time.GetElapsedTime(silence.Last) > Break)
                silent.TryRemove(device, out _);
        }
    }

    private readonly record struct Silence(int Times, long Last);
}
