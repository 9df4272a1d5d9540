using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;

namespace SneakerCheck.Platform.Blobs;

/// <summary>
/// Fetches and caches the user delegation key that signs links. Concurrent callers share one request to storage. The key is renewed
/// an hour before it expires. While renewal fails, the old key still signs links that expire before it does.
/// </summary>
public sealed partial class DelegationKeys(BlobServiceClient service, TimeProvider time, ILogger<DelegationKeys> logger) : IDisposable
{
    /// <summary>How far the storage service's clock may lag behind ours.</summary>
    internal static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    // Storage allows up to 7 days. Removing the identity's role should take effect much sooner than that.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(6);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromHours(1);
    private static readonly TimeSpan WaitAfterFailure = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestFetch = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim fetching = new(1, 1);
    private volatile Fetched? last;

    /// <summary>Returns a key that is valid at least until <paramref name="moment"/>.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage refused, and the cached key expires too early.</exception>
    /// <exception cref="TimeoutException">Storage did not respond, and the cached key expires too early.</exception>
    public async Task<UserDelegationKey> Covering(DateTimeOffset moment, CancellationToken cancellation)
    {
        if (last is { } fresh && fresh.Covers(moment) && time.GetUtcNow() < fresh.RenewAt)
            return fresh.Key;

        // While another caller renews the key, the old one is used without waiting if it is valid long enough.
        if (last is { } old && old.Covers(moment))
        {
            if (!await fetching.WaitAsync(TimeSpan.Zero, cancellation))
                return old.Key;
        }
        else
        {
            await fetching.WaitAsync(cancellation);
        }
        try
        {
            return await Renewed(moment, cancellation);
        }
        finally
        {
            fetching.Release();
        }
    }
    public void Dispose() => fetching.Dispose();

    private async Task<UserDelegationKey> Renewed(DateTimeOffset moment, CancellationToken cancellation)
    {
        var current = last;
        var serves = current is not null && current.Covers(moment);
        if (serves && time.GetUtcNow() < current!.RenewAt)
            return current.Key;
        try
        {
            var fetched = await Fetch(moment, cancellation);
            last = new Fetched(fetched, fetched.SignedExpiresOn - RenewBefore);
            return fetched;
        }
        catch (Exception exception) when (serves && !cancellation.IsCancellationRequested)
        {
            LogNotRenewed(exception, current!.Key.SignedExpiresOn);
            last = current with { RenewAt = time.GetUtcNow() + WaitAfterFailure };
            return current.Key;
        }
    }

    private async Task<UserDelegationKey> Fetch(DateTimeOffset moment, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(LongestFetch, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var now = time.GetUtcNow();
        // Counted from the end of the link, so that a key fetched for a long link serves later links too.
        var expires = (moment > now ? moment : now) + Lifetime;
        try
        {
            UserDelegationKey key = await service.GetUserDelegationKeyAsync(now - ClockSkew, expires, either.Token);
            return key.SignedExpiresOn >= moment
                ? key
                : throw new InvalidOperationException(
                    $"Storage returned a key that expires at {key.SignedExpiresOn:u}, but the link expires at {moment:u}.");
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"Storage returned no user delegation key within {LongestFetch.TotalSeconds:0} seconds.", exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The user delegation key was not renewed. The old key is used until {Expires}.")]
    private partial void LogNotRenewed(Exception exception, DateTimeOffset expires);

    private sealed record Fetched(UserDelegationKey Key, DateTimeOffset RenewAt)
    {
        public bool Covers(DateTimeOffset moment) => Key.SignedExpiresOn >= moment;
    }
}
