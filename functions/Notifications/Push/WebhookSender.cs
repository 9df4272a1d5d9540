using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace SneakerCheck.Notifications.Push;

/// <summary>
/// Posts to the owner's endpoint according to Standard Webhooks 1.0: the headers <c>webhook-id</c>, <c>webhook-timestamp</c> (unix
/// seconds of this try) and <c>webhook-signature</c>, and the body {type, timestamp, data}. 2xx means delivered, 410 removes the
/// device, and anything else, including redirects, is retried.
/// </summary>
public sealed class WebhookSender(IOptions<PushOptions> options, TimeProvider time) : IPushSender, IDisposable
{
    private readonly PushClient client = new(publicOnly: !options.Value.AllowPrivateAddresses, options.Value.Timeout, time);

    /// <inheritdoc />
    public IReadOnlyList<PushPlatform> Platforms { get; } = [PushPlatform.Webhook];

    /// <inheritdoc />
    public async Task<PushResult> Send(Device device, PushMessage message, CancellationToken cancellation)
    {
        // The setting may have changed since the device was registered.
        if (WebhookUrl.Validate(device.Url!, options.Value.AllowPrivateAddresses) is { } error)
            return new PushResult.Refused($"the url {error}");
        using var request = Sign(device, message);
        var reply = await client.Send(request, readBody: false, cancellation);
        if (reply.Failure is { } failure)
            return failure;
        if (reply.IsSuccess)
            return new PushResult.Delivered();
        return reply.Status == HttpStatusCode.Gone
            ? new PushResult.DeviceGone("the endpoint answered 410")
            : new PushResult.Retry(reply.RetryAfter, $"the endpoint answered {(int)reply.Status}");
    }

    /// <inheritdoc />
    public void Dispose() => client.Dispose();

    private HttpRequestMessage Sign(Device device, PushMessage message)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new WebhookBody(message.Type, message.Timestamp.UtcDateTime, message.Data), WebhookJson.Default.WebhookBody);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, device.Url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
        };
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSecret.Sign(device.Secret!, message.Id, timestamp, body));
        return request;
    }
}

/// <summary>The body that a webhook receives.</summary>
internal sealed record WebhookBody(string Type, DateTime Timestamp, JsonElement Data);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WebhookBody))]
internal sealed partial class WebhookJson : JsonSerializerContext;
