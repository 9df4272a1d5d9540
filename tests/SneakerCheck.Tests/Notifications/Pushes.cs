using System.Text.Json;
using SneakerCheck.Notifications;
using SneakerCheck.Notifications.Push;

namespace SneakerCheck.Tests.Notifications;

/// <summary>Devices and messages for the senders' tests.</summary>
internal static class Pushes
{
    public static readonly DateTimeOffset Now = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    public static readonly PushOptions AnyAddress = new() { AllowPrivateAddresses = true };

    public static readonly PushMessage Message = new(
        "4f6d2a",
        "check.finished",
        Now.AddMinutes(-3),
        "Check finished",
        "Air Jordan 1: authentic",
        JsonSerializer.SerializeToElement(new Dictionary<string, object?>
        {
            ["task_id"] = 77,
            ["shoe_model"] = "Air Jordan 1 Retro High OG Chicago 2015",
            ["verdict_zh"] = "正品",
            ["finish_time"] = "2026-11-02T08:57:00Z",
            ["reason_zh"] = null,
        }));

    public static Device Webhook(Uri url) => Device.Register(
        null, "hook", new(PushPlatform.Webhook, null, url.AbsoluteUri, null, Language.English), AnyAddress, Now);

    public static Device Phone(PushPlatform platform, string token) => Device.Register(
        null, "phone", new(platform, token, null, null, null), AnyAddress, Now);
}
