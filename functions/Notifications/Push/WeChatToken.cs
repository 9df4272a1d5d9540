using System.Text.Json.Serialization;

namespace SneakerCheck.Notifications.Push;

/// <summary>An access token, or the result of a failed call for one.</summary>
public readonly record struct WeChatAccess(string? Token, PushResult? Failure);

/// <summary>
/// Caches the mini program's access token ("stable" kind) until five minutes before it expires, when WeChat starts to issue the
/// next one. Concurrent callers share one fetch.
/// </summary>
public sealed class WeChatToken(WeChatOptions options, PushClient client, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim fetching = new(1, 1);
    private string? token;
    private DateTimeOffset freshUntil;

    /// <summary>Returns the cached token or a new one, never the one that WeChat has just <c>rejected</c>.</summary>
    public async Task<WeChatAccess> Get(string? rejected, CancellationToken cancellation)
    {
        await fetching.WaitAsync(cancellation);
        try
        {
            if (token is not null && token != rejected && time.GetUtcNow() < freshUntil)
                return new WeChatAccess(token, null);
            var access = await Fetch(force: false, cancellation);
            // A forced refresh invalidates other tokens and is limited to 20 a day: only if the normal call returns the rejected token.
            return rejected is not null && access.Token == rejected ? await Fetch(force: true, cancellation) : access;
        }
        finally
        {
            fetching.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => fetching.Dispose();

    private async Task<WeChatAccess> Fetch(bool force, CancellationToken cancellation)
    {
        var call = new WeChatTokenCall("client_credential", options.AppId!, options.AppSecret!, force);
        var request = WeChatReply.Post($"{options.Endpoint.TrimEnd('/')}/cgi-bin/stable_token", call, WeChatJson.Default.WeChatTokenCall);
        using (request)
        {
            var reply = WeChatReply.Read(await client.Send(request, readBody: true, cancellation));
            if (reply.Failure is { } failure)
                return new WeChatAccess(null, failure);
            if (reply.AccessToken is null && reply.ErrorCode == 0)
                return new WeChatAccess(null, new PushResult.Retry(null, "WeChat returned no token"));
            if (reply.AccessToken is null)
                return new WeChatAccess(null, reply.ToResult());
            token = reply.AccessToken;
            freshUntil = time.GetUtcNow() + TimeSpan.FromSeconds(reply.ExpiresIn) - Margin;
            return new WeChatAccess(token, null);
        }
    }
}

internal sealed record WeChatTokenCall(
    string GrantType,
    [property: JsonPropertyName("appid")] string AppId,
    string Secret,
    bool ForceRefresh);
