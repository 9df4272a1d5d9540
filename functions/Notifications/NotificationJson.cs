using System.Text.Json.Serialization;
using SneakerCheck.Platform.Json;

namespace SneakerCheck.Notifications;

/// <summary>JSON of documents and messages.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Notice))]
[JsonSerializable(typeof(DevicePush))]
[JsonSerializable(typeof(Notification))]
[JsonSerializable(typeof(DeviceList))]
internal sealed partial class NotificationJson : JsonSerializerContext;

/// <summary>JSON of <c>/api/v1</c>.</summary>
[JsonSerializable(typeof(InboxEntry))]
[JsonSerializable(typeof(IReadOnlyList<InboxEntry>))]
[JsonSerializable(typeof(MarkNotificationRequest))]
[JsonSerializable(typeof(RegisterDeviceRequest))]
[JsonSerializable(typeof(RegisteredDevice))]
[JsonSerializable(typeof(IReadOnlyList<RegisteredDevice>))]
internal sealed partial class NotificationWire : JsonSerializerContext
{
    public static NotificationWire Wire { get; } = new(WireJson.Options());
}
