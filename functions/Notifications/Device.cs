using System.Text.RegularExpressions;
using SneakerCheck.Notifications.Push;

namespace SneakerCheck.Notifications;

/// <summary>
/// Where an account wants to be told: a webhook, or an app on a phone. It belongs to one account, which names it.
/// </summary>
/// <param name="DeviceId">The account's own name for it, 1 to 64 letters, digits, underscores and hyphens.</param>
/// <param name="Platform">How it is reached.</param>
/// <param name="Token">What its push service knows it by; null for a webhook.</param>
/// <param name="Url">A webhook's endpoint; null for the others.</param>
/// <param name="Secret">What a webhook's messages are signed with; null for the others. Shown once, when it was made here.</param>
/// <param name="Language">The language it is told in.</param>
/// <param name="CreatedAt">When it was first registered.</param>
/// <param name="UpdatedAt">When it was last registered with something new.</param>
public sealed partial record Device(
    string DeviceId,
    PushPlatform Platform,
    string? Token,
    string? Url,
    string? Secret,
    Language Language,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>The most devices one account may register.</summary>
    public const int MaximumPerAccount = 20;

    /// <summary>The longest token, in characters: Firebase's have grown, and name no bound.</summary>
    public const int MaximumToken = 1024;

    /// <summary>Whether a text can be the name of a device.</summary>
    public static bool IsId(string text) => Id().IsMatch(text);

    /// <summary>What is wrong with a registration, by member; null: nothing.</summary>
    public static DeviceFault? Fault(PushPlatform platform, string? token, string? url, string? secret, bool allowPrivateAddresses) =>
        platform == PushPlatform.Webhook
            ? WebhookFault(token, url, secret, allowPrivateAddresses)
            : TokenFault(platform, token, url, secret);

    /// <summary>
    /// The device after a registration without faults, given what was there before. A webhook that brings no secret keeps the
    /// one it has at that endpoint, or gets a new one: no two endpoints share a secret.
    /// </summary>
    public static Device Register(
        Device? before, string deviceId, PushPlatform platform, string? token, string? url, string? secret, Language language, DateTimeOffset now)
    {
        if (platform == PushPlatform.Webhook)
            secret ??= before is { Platform: PushPlatform.Webhook } && before.Url == url ? before.Secret : WebhookSecret.Create();
        var device = new Device(deviceId, platform, token, url, secret, language, before?.CreatedAt ?? now, before?.UpdatedAt ?? now);
        return device == before ? before : device with { UpdatedAt = now };
    }

    /// <summary>Names the device and nothing that is secret about it: a token lets others push to the phone.</summary>
    public override string ToString() => $"{Platform} {DeviceId}";

    private static DeviceFault? WebhookFault(string? token, string? url, string? secret, bool allowPrivateAddresses)
    {
        if (token is not null)
            return new DeviceFault("token", "is not for a webhook");
        if (string.IsNullOrEmpty(url))
            return new DeviceFault("url", "is needed for a webhook");
        if (WebhookUrl.Fault(url, allowPrivateAddresses) is { } fault)
            return new DeviceFault("url", fault);
        return secret is null || WebhookSecret.IsWellFormed(secret)
            ? null
            : new DeviceFault("secret", "is to be whsec_ and 24 to 64 bytes in base64");
    }

    private static DeviceFault? TokenFault(PushPlatform platform, string? token, string? url, string? secret)
    {
        if (url is not null)
            return new DeviceFault("url", "is for webhooks only");
        if (secret is not null)
            return new DeviceFault("secret", "is for webhooks only");
        if (string.IsNullOrEmpty(token))
            return new DeviceFault("token", "is needed for this platform");
        var isToken = platform == PushPlatform.Apns ? AppleToken() : OtherToken();
        return token.Length <= MaximumToken && isToken.IsMatch(token)
            ? null
            : new DeviceFault("token", "is not a token of this platform");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"\A([0-9A-Fa-f]{2})+\z")]
    private static partial Regex AppleToken();

    // Both end up in headers and bodies of other services: visible ASCII and no separators.
    [GeneratedRegex(@"\A[A-Za-z0-9_:.=+/-]+\z")]
    private static partial Regex OtherToken();
}

/// <summary>What is wrong with a registration.</summary>
/// <param name="Member">The member of the body.</param>
/// <param name="Reason">What is wrong with it, to follow its name.</param>
public sealed record DeviceFault(string Member, string Reason);
