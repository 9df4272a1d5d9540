using System.Text.Json.Serialization;

namespace SneakerCheck.Notifications.Push;

/// <summary>What a call for an access token gave: the token, or what the failure amounts to.</summary>
public readonly record struct WeChatAccess(string? Token, PushResult? Failure);

/// <summary>
/// The mini program's access token ("stable" kind), kept until WeChat begins to hand out its successor, five minutes before it
/// expires. One call at a time fetches it, however many wait for it.
/// </summary>
public sealed class WeChatToken(WeChatOptions options, PushClient client, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim fetching = new(1, 1);
    private string? token;
    private DateTimeOffset freshUntil;

    /// <summary>The token to use.</summary>
    /// <param name="rejected">One that WeChat has just refused, never to be given again; null: none.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<WeChatAccess> Get(string? rejected, CancellationToken cancellation)
    {
        await fetching.WaitAsync(cancellation);
        try
        {
            if (token is not null && token != rejected && time.GetUtcNow() < freshUntil)
                return new WeChatAccess(token, null);
            var access = await Fetch(force: false, cancellation);
            // Forcing makes the others' tokens void and is allowed 20 times a day: only where the usual way insists on a dead one.
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
            if (reply.AccessToken is null)
                return new WeChatAccess(null, reply.ErrorCode == 0 ? new PushResult.Retry(null, "WeChat gave no token") : reply.Judge());
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
