using System.Text.Json.Serialization;

namespace SneakerCheck.Notifications.Push;

/// <summary>The way a device is reached.</summary>
public enum PushPlatform
{
    /// <summary>An HTTP endpoint of the owner's own, by the Standard Webhooks rules.</summary>
    [JsonStringEnumMemberName("webhook")]
    Webhook,

    /// <summary>Apple's push service; the token is the app's device token, in hexadecimal.</summary>
    [JsonStringEnumMemberName("apns")]
    Apns,

    /// <summary>Firebase Cloud Messaging; the token is the app's registration token.</summary>
    [JsonStringEnumMemberName("fcm")]
    Fcm,

    /// <summary>A WeChat mini program's subscribe message; the token is the user's openid.</summary>
    [JsonStringEnumMemberName("wechat")]
    WeChat,
}
