using System.Net;
using System.Net.Sockets;

namespace SneakerCheck.Notifications.Push;

/// <summary>What came back for one request.</summary>
/// <param name="Status">The status; meaningless when there was no reply.</param>
/// <param name="RetryAfter">The wait that the reply asks for, bounded; null: none.</param>
/// <param name="Body">The reply's first bytes; none where they were not wanted.</param>
/// <param name="Failure">What it amounts to that there was no reply; null: there was one.</param>
public readonly record struct PushReply(HttpStatusCode Status, TimeSpan? RetryAfter, byte[] Body, PushResult? Failure)
{
    /// <summary>Whether the status is one of success.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;
}

/// <summary>
/// Posts to servers that are not trusted: no redirects, no proxy, no cookies, one deadline for the whole exchange and a bound on
/// what is read. Guarded, it connects to public addresses only; the address is checked after the name is resolved and is the one
/// connected to, so that a name that changes its mind between check and use gains nothing.
/// </summary>
public sealed class PushClient : IDisposable
{
    /// <summary>The most that is read of a reply's body, in bytes.</summary>
    public const int MaximumBody = 8 * 1024;

    /// <summary>The longest wait a receiver may ask for.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    private readonly HttpClient http;
    private readonly TimeSpan timeout;
    private readonly TimeProvider time;

    /// <summary>Makes a client.</summary>
    /// <param name="publicOnly">Whether to connect to public addresses only.</param>
    /// <param name="timeout">The deadline of a whole exchange.</param>
    /// <param name="time">Reads a wait given as a date.</param>
    public PushClient(bool publicOnly, TimeSpan timeout, TimeProvider time)
    {
        (this.timeout, this.time) = (timeout, time);
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            // The receiver is a stranger: it learns nothing of how requests run through this system.
            ActivityHeadersPropagator = null,
            ConnectTimeout = timeout,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = MaximumBody,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = publicOnly ? ConnectToPublicAddress : null,
        })
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("SneakerCheck/1.0");
    }

    /// <summary>Sends a request. That nobody answered is a reply with a failure; only the caller's own cancellation is thrown.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="readBody">Whether the reply's body matters; if not, a receiver that dawdles over it cannot spoil the reply.</param>
    /// <param name="cancellation">The caller's own.</param>
    public async Task<PushReply> Send(HttpRequestMessage request, bool readBody, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            var body = readBody ? await ReadStart(response, deadline.Token) : [];
            return new PushReply(response.StatusCode, RetryAfter(response), body, null);
        }
        catch (HttpRequestException exception) when (exception.InnerException is NotPublicException refusal)
        {
            return Failed(new PushResult.Refused(refusal.Message));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            return Failed(new PushResult.Retry(null, exception.Message));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Failed(new PushResult.Retry(null, $"no answer within {timeout.TotalSeconds:0.#} s"));
        }
    }

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    private static PushReply Failed(PushResult failure) => new(default, null, [], failure);

    private static async Task<byte[]> ReadStart(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var content = await response.Content.ReadAsStreamAsync(cancellation);
        var start = new byte[MaximumBody];
        var length = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation);
        return start[..length];
    }

    private static async ValueTask<Stream> ConnectToPublicAddress(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var endPoint = context.DnsEndPoint;
        var addresses = Array.FindAll(await Dns.GetHostAddressesAsync(endPoint.Host, cancellation), PublicAddress.IsPublic);
        if (addresses.Length == 0)
            throw new NotPublicException($"{endPoint.Host} has no public address");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, endPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => TimeSpan.Zero,
        };
        if (wait <= TimeSpan.Zero)
            return null;
        return wait < LongestRetryAfter ? wait : LongestRetryAfter;
    }

    private sealed class NotPublicException(string message) : Exception(message);
}
