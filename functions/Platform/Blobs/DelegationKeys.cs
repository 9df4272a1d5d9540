using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;

namespace SneakerCheck.Platform.Blobs;

/// <summary>
/// The user delegation key that signs links. One call fetches it for all who wait, it is renewed an hour before it expires,
/// and while a renewal fails the old key goes on serving links that end before it does.
/// </summary>
public sealed partial class DelegationKeys(BlobServiceClient service, TimeProvider time, ILogger<DelegationKeys> logger) : IDisposable
{
    /// <summary>How far the storage service's clock may be behind ours.</summary>
    internal static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    // Storage gives keys of at most 7 days; withdrawing the identity's role should take effect much sooner than that.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(6);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromHours(1);
    private static readonly TimeSpan WaitAfterFailure = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestFetch = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim fetching = new(1, 1);
    private volatile Fetched? last;

    /// <summary>A key that is valid until then or longer.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage refused, and no key at hand lasts so long.</exception>
    /// <exception cref="TimeoutException">Storage did not answer, and no key at hand lasts so long.</exception>
    public async Task<UserDelegationKey> Covering(DateTimeOffset moment, CancellationToken cancellation)
    {
        if (last is { } fresh && fresh.Covers(moment) && time.GetUtcNow() < fresh.RenewAt)
            return fresh.Key;

        // Whoever comes while another renews takes the old key, if that will do, and does not wait.
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
        // So that a key asked for by a long link serves the next ones too.
        var expires = (moment > now ? moment : now) + Lifetime;
        try
        {
            UserDelegationKey key = await service.GetUserDelegationKeyAsync(now - ClockSkew, expires, either.Token);
            return key.SignedExpiresOn >= moment
                ? key
                : throw new InvalidOperationException(
                    $"Storage gave a key until {key.SignedExpiresOn:u}; the link lasts until {moment:u}.");
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"Storage gave no user delegation key within {LongestFetch.TotalSeconds:0} seconds.", exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The user delegation key was not renewed; the old one serves until {Expires}.")]
    private partial void LogNotRenewed(Exception exception, DateTimeOffset expires);

    /// <param name="Key">The key.</param>
    /// <param name="RenewAt">From when on another one is asked for.</param>
    private sealed record Fetched(UserDelegationKey Key, DateTimeOffset RenewAt)
    {
        public bool Covers(DateTimeOffset moment) => Key.SignedExpiresOn >= moment;
    }
}
