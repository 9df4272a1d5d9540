using System.Text.Json.Serialization;

namespace SneakerCheck.Notifications.Push;

/// <summary>The push service of a device.</summary>
public enum PushPlatform
{
    /// <summary>The owner's HTTP endpoint, according to Standard Webhooks.</summary>
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
