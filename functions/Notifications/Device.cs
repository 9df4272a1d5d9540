using System.Text.RegularExpressions;
using SneakerCheck.Notifications.Push;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Notifications;

/// <summary>A receiver of pushes: a webhook, or an app on a phone.</summary>
/// <param name="DeviceId">The account's own id for it, 1 to 64 letters, digits, underscores and hyphens.</param>
/// <param name="Platform">How it is reached.</param>
/// <param name="Token">The device token of its push service; null for a webhook.</param>
/// <param name="Url">The endpoint of a webhook; null for the others.</param>
/// <param name="Secret">The signing key of a webhook; null for the others.</param>
/// <param name="Language">The language of its pushes.</param>
/// <param name="CreateTime">When it was first registered.</param>
/// <param name="UpdateTime">When its registration last changed.</param>
public sealed partial record Device(
    string DeviceId,
    PushPlatform Platform,
    string? Token,
    string? Url,
    string? Secret,
    Language Language,
    DateTimeOffset CreateTime,
    DateTimeOffset UpdateTime)
{
    public const int MaximumPerAccount = 20;

    /// <summary>The maximum length of a token, in characters. Firebase documents no limit, and its tokens have grown.</summary>
    public const int MaximumToken = 1024;

    public static bool IsId(string text) => IdForm().IsMatch(text);

    /// <summary>
    /// Applies a registration to the device that was there before, if any. A webhook without a secret keeps its secret if the
    /// endpoint is the same; otherwise it gets a new one, so that two endpoints never share a generated secret.
    /// </summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>: a member is missing, malformed or for another platform.</exception>
    public static Device Register(
        Device? before, string deviceId, RegisterDeviceRequest request, PushOptions options, DateTimeOffset now)
    {
        var platform = request.Platform ?? throw Refusal.Field("platform", "must be webhook, apns, fcm or wechat.");
        var secret = request.Secret;
        if (platform == PushPlatform.Webhook)
        {
            CheckWebhook(request, options);
            secret ??= before?.Url == request.Url ? before?.Secret : WebhookSecret.Create();
        }
        else
        {
            CheckToken(platform, request);
        }
        var language = request.Language ?? Language.Chinese;
        var device = new Device(
            deviceId, platform, request.Token, request.Url, secret, language, before?.CreateTime ?? now, before?.UpdateTime ?? now);
        return device == before ? before : device with { UpdateTime = now };
    }

    /// <summary>For logs: without token and secret.</summary>
    public override string ToString() => $"{Platform} {DeviceId}";

    private static void CheckWebhook(RegisterDeviceRequest request, PushOptions options)
    {
        if (request.Token is not null)
            throw Refusal.Field("token", "is not allowed for a webhook. Leave it out.");
        if (request.Url is null)
            throw Refusal.Field("url", "is required for a webhook.");
        if (WebhookUrl.Validate(request.Url, options.AllowPrivateAddresses) is { } error)
            throw Refusal.Field("url", $"{error}.");
        if (request.Secret is { } secret && !WebhookSecret.IsWellFormed(secret))
            throw Refusal.Field("secret", "must be whsec_ followed by 24 to 64 bytes in base64.");
    }

    private static void CheckToken(PushPlatform platform, RegisterDeviceRequest request)
    {
        if (request.Url is not null)
            throw Refusal.Field("url", "is for webhooks only. Leave it out.");
        if (request.Secret is not null)
            throw Refusal.Field("secret", "is for webhooks only. Leave it out.");
        var form = platform == PushPlatform.Apns ? AppleToken() : OtherToken();
        if (request.Token is not { Length: > 0 and <= MaximumToken } token || !form.IsMatch(token))
            throw Refusal.Field("token", "must be the device token of this platform.");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex IdForm();

    [GeneratedRegex(@"\A([0-9A-Fa-f]{2})+\z")]
    private static partial Regex AppleToken();

    // Tokens are sent in headers to other services, so only visible ASCII without separators is allowed.
    [GeneratedRegex(@"\A[A-Za-z0-9_:.=+/-]+\z")]
    private static partial Regex OtherToken();
}
