using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Options;

namespace SneakerCheck.Notifications.Push;

/// <summary>
/// Sends to one device through Azure Notification Hubs ("direct send" of its REST API), which forwards to Apple and Firebase. The
/// hub answers 201 when it has accepted the message, before it reaches the phone. No client library, because it is a single
/// request, and <see cref="PushClient"/> adds its limits to it.
/// </summary>
public sealed class NotificationHubSender : IPushSender, IDisposable
{
    private const string ApiVersion = "2020-06";

    // Older news is not worth an alert.
    private static readonly TimeSpan AppleLifetime = TimeSpan.FromDays(1);

    private readonly PushClient client;
    private readonly Uri? messages;
    private readonly NotificationHubToken? token;

    /// <summary>Without settings, the sender refuses every message.</summary>
    public NotificationHubSender(IOptions<NotificationHubOptions> options, IOptions<PushOptions> push, TimeProvider time)
    {
        client = new PushClient(publicOnly: false, push.Value.Timeout, time);
        if (options.Value is not { IsConfigured: true } settings)
            return;
        var hub = new Uri($"{settings.Endpoint!.TrimEnd('/')}/{settings.Hub}");
        messages = new Uri($"{hub}/messages/?direct&api-version={ApiVersion}");
        token = new NotificationHubToken(hub, settings.KeyName!, settings.Key!, time);
    }

    /// <inheritdoc />
    public IReadOnlyList<PushPlatform> Platforms { get; } = [PushPlatform.Apns, PushPlatform.Fcm];

    /// <inheritdoc />
    public async Task<PushResult> Send(Device device, PushMessage message, CancellationToken cancellation)
    {
        if (messages is null || token is null)
            return new PushResult.Refused($"{NotificationHubOptions.Section} is not configured");
        using var request = new HttpRequestMessage(HttpMethod.Post, messages);
        request.Headers.TryAddWithoutValidation("Authorization", token.Current());
        request.Headers.Add("ServiceBusNotification-DeviceHandle", device.Token);
        if (device.Platform == PushPlatform.Apns)
            AddApple(request, message);
        else
            Add(request, "fcmv1", PhonePayload.ForFirebase(message));
        return ToResult(await client.Send(request, readBody: true, cancellation));
    }

    /// <inheritdoc />
    public void Dispose() => client.Dispose();

    private static void AddApple(HttpRequestMessage request, PushMessage message)
    {
        // The hub forwards apns- headers to Apple, which requires the push type since iOS 13.
        request.Headers.Add("apns-push-type", "alert");
        request.Headers.Add("apns-priority", "10");
        request.Headers.Add("apns-collapse-id", message.Id);
        request.Headers.Add(
            "apns-expiration", (message.Timestamp + AppleLifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        Add(request, "apple", PhonePayload.ForApple(message));
    }

    private static void Add(HttpRequestMessage request, string format, byte[] payload)
    {
        request.Headers.Add("ServiceBusNotification-Format", format);
        request.Content = new ByteArrayContent(payload)
        {
            Headers = { ContentType = new("application/json") { CharSet = Encoding.UTF8.WebName } },
        };
    }

    private static PushResult ToResult(PushReply reply)
    {
        if (reply.Failure is { } failure)
            return failure;
        var answer = $"the hub answered {(int)reply.Status}";
        return reply.Status switch
        {
            HttpStatusCode.OK or HttpStatusCode.Created => new PushResult.Delivered(),
            HttpStatusCode.Gone => new PushResult.DeviceGone(answer),
            // 404 means a missing hub and 401 a wrong key. Neither is about the device, and an operator can fix both: retry.
            HttpStatusCode.NotFound => new PushResult.Retry(reply.RetryAfter, $"{answer}: the hub does not exist"),
            HttpStatusCode.Unauthorized => new PushResult.Retry(reply.RetryAfter, $"{answer}: the key is not accepted"),
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge =>
                new PushResult.Refused($"{answer}: {Encoding.UTF8.GetString(reply.Body)}"),
            _ => new PushResult.Retry(reply.RetryAfter, answer),
        };
    }
}
