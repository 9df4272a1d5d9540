using System.Text.RegularExpressions;
using SneakerCheck.Notifications.Push;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Notifications;

/// <summary>Where an account wants to be told: a webhook, or an app on a phone.</summary>
/// <param name="DeviceId">The account's own name for it, 1 to 64 letters, digits, underscores and hyphens.</param>
/// <param name="Platform">How it is reached.</param>
/// <param name="Token">What its push service knows it by; null for a webhook.</param>
/// <param name="Url">A webhook's endpoint; null for the others.</param>
/// <param name="Secret">What a webhook's messages are signed with; null for the others.</param>
/// <param name="Language">The language it is told in.</param>
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
    /// <summary>The most devices one account may register.</summary>
    public const int MaximumPerAccount = 20;

    /// <summary>The longest token, in characters: Firebase's have grown, and it names no bound.</summary>
    public const int MaximumToken = 1024;

    /// <summary>Whether a text can be the name of a device.</summary>
    public static bool IsId(string text) => IdForm().IsMatch(text);

    /// <summary>
    /// The device after a registration, given what was there before. A webhook that brings no secret keeps the one it has at
    /// that endpoint, or gets a new one: no two endpoints share a secret.
    /// </summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>: a member is missing, malformed or another platform's.</exception>
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

    /// <summary>Names the device and nothing that is secret about it, for logs.</summary>
    public override string ToString() => $"{Platform} {DeviceId}";

    private static void CheckWebhook(RegisterDeviceRequest request, PushOptions options)
    {
        if (request.Token is not null)
            throw Refusal.Field("token", "is not for a webhook.");
        if (request.Url is null)
            throw Refusal.Field("url", "is needed for a webhook.");
        if (WebhookUrl.Fault(request.Url, options.AllowPrivateAddresses) is { } fault)
            throw Refusal.Field("url", $"{fault}.");
        if (request.Secret is { } secret && !WebhookSecret.IsWellFormed(secret))
            throw Refusal.Field("secret", "must be whsec_ and 24 to 64 bytes in base64.");
    }

    private static void CheckToken(PushPlatform platform, RegisterDeviceRequest request)
    {
        if (request.Url is not null)
            throw Refusal.Field("url", "is for webhooks only.");
        if (request.Secret is not null)
            throw Refusal.Field("secret", "is for webhooks only.");
        var form = platform == PushPlatform.Apns ? AppleToken() : OtherToken();
        if (request.Token is not { Length: > 0 and <= MaximumToken } token || !form.IsMatch(token))
            throw Refusal.Field("token", "must be the token that this platform knows the device by.");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex IdForm();

    [GeneratedRegex(@"\A([0-9A-Fa-f]{2})+\z")]
    private static partial Regex AppleToken();

    // Tokens end up in headers of other services: visible ASCII, nothing that separates.
    [GeneratedRegex(@"\A[A-Za-z0-9_:.=+/-]+\z")]
    private static partial Regex OtherToken();
}
