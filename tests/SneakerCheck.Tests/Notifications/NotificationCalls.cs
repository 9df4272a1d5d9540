using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Notifications;

/// <summary>How the functions of the inbox and of devices are called.</summary>
internal static class NotificationCalls
{
    public static Call[] Table { get; } =
    [
        new("ListDevices", 200) { Bound = "20 an account: RegisterDeviceTests" },
        new("ListNotifications", 200),
        new("MarkNotification", 200) { Body = (_, _) => new { read = true } },
        new("RegisterDevice", 200) { Body = (_, _) => new { platform = "fcm", token = "another" }, NamesOwn = true },
        new("RemoveDevice", 204) { Fresh = async subject => new() { ["device_id"] = await subject.NewDevice() }, NamesOwn = true },
    ];
}
