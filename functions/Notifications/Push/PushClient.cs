using System.Net;
using System.Net.Sockets;

namespace SneakerCheck.Notifications.Push;

/// <summary>The reply to one request.</summary>
/// <param name="Status">The status; undefined if there was no reply.</param>
/// <param name="RetryAfter">The delay that the reply asks for, capped; null if none.</param>
/// <param name="Body">The first bytes of the body; empty if not requested.</param>
/// <param name="Failure">The result if there was no reply; otherwise null.</param>
public readonly record struct PushReply(HttpStatusCode Status, TimeSpan? RetryAfter, byte[] Body, PushResult? Failure)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;
}

/// <summary>
/// Sends requests to untrusted servers: no redirects, no proxy, no cookies, one deadline for the whole exchange and a limit on what
/// is read. With <c>publicOnly</c> it connects to public addresses only. The address that was checked is the one it connects to,
/// which prevents DNS rebinding.
/// </summary>
public sealed class PushClient : IDisposable
{
    /// <summary>The maximum that is read of a body, in bytes.</summary>
    public const int MaximumBody = 8 * 1024;

    /// <summary>The longest delay that a receiver may ask for.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    private readonly HttpClient http;
    private readonly TimeSpan timeout;
    private readonly TimeProvider time;

    /// <summary>Creates a client.</summary>
    /// <param name="publicOnly">Whether to connect to public addresses only.</param>
    /// <param name="timeout">The deadline of a whole exchange.</param>
    /// <param name="time">The clock, to convert a Retry-After date into a delay.</param>
    public PushClient(bool publicOnly, TimeSpan timeout, TimeProvider time)
    {
        (this.timeout, this.time) = (timeout, time);
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            // Do not send trace ids to untrusted receivers.
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

    /// <summary>
    /// Sends a request. If nobody answers, the reply holds the failure; only the caller's cancellation is thrown. Without
    /// <c>readBody</c>, a receiver that sends its body slowly cannot delay the reply.
    /// </summary>
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
            // The message of the exception names host and port.
            return Failed(new PushResult.Retry(null, $"no answer: {Reason(exception)}"));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Failed(new PushResult.Retry(null, $"no answer within {timeout.TotalSeconds:0.#} s", IsSlow: true));
        }
    }

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    private static string Reason(Exception exception) => exception switch
    {
        HttpRequestException { InnerException: SocketException socket } => $"{socket.SocketErrorCode}",
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } request => $"{request.HttpRequestError}",
        SocketException socket => $"{socket.SocketErrorCode}",
        _ => exception.GetType().Name,
    };

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
            throw new NotPublicException("the host has no public address");
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
