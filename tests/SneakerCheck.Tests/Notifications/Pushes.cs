using System.Text.Json;
using SneakerCheck.Notifications;
using SneakerCheck.Notifications.Push;

namespace SneakerCheck.Tests.Notifications;

/// <summary>Devices and messages for the senders' tests.</summary>
internal static class Pushes
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly PushMessage Message = new(
        "msg_4f6d2a",
        "check.finished",
        Noon.AddMinutes(-3),
        "Check finished",
        "Air Jordan 1: authentic",
        JsonSerializer.SerializeToElement(new Dictionary<string, object?>
        {
            ["task_id"] = 77,
            ["shoe_model"] = "Air Jordan 1 Retro High OG Chicago 2015",
            ["verdict_zh"] = "正品",
            ["finish_time"] = "2026-03-01T11:57:00Z",
            ["reason_zh"] = null,
        }));

    public static Device Webhook(Uri url) =>
        Device.Register(null, "hook", PushPlatform.Webhook, null, url.AbsoluteUri, null, Language.English, Noon);

    public static Device Phone(PushPlatform platform, string token) =>
        Device.Register(null, "phone", platform, token, null, null, Language.Chinese, Noon);
}
