namespace SneakerCheck.Notifications.Push;

/// <summary>
/// Bounds the pushes of each account that one queue has in flight, so that the slow receivers of one account leave room for the others.
/// The bound is by account and not by host, because an account can name any number of hosts, and many accounts share one.
/// </summary>
/// <param name="perAccount">The bound.</param>
public class PushLane(int perAccount)
{
    private readonly Lock held = new();
    private readonly Dictionary<long, int> inFlight = [];

    /// <summary>Begins a push; disposing ends it. Null if the account has as many as it may.</summary>
    public IDisposable? TryBegin(long accountId)
    {
        lock (held)
        {
            var own = inFlight.GetValueOrDefault(accountId);
            if (own >= perAccount)
                return null;
            inFlight[accountId] = own + 1;
            return new Push(this, accountId);
        }
    }

    private void End(long accountId)
    {
        lock (held)
        {
            if (--inFlight[accountId] == 0)
                inFlight.Remove(accountId);
        }
    }

    private sealed class Push(PushLane lane, long accountId) : IDisposable
    {
        public void Dispose() => lane.End(accountId);
    }
}

/// <summary>For first tries. A queue has 16 at once in a process, so that two accounts are needed to fill it.</summary>
public sealed class FastLane() : PushLane(perAccount: 8);

/// <summary>For receivers that were slow.</summary>
public sealed class SlowLane() : PushLane(perAccount: 4);
