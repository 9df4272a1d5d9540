using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Notifications.Push;
using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Notifications;

/// <summary>A device as its owner sees it.</summary>
/// <param name="DeviceId">The owner's id for it.</param>
/// <param name="Platform">webhook, apns, fcm or wechat.</param>
/// <param name="Token">Null for a webhook.</param>
/// <param name="Url">Null for the others.</param>
/// <param name="Language">zh or en.</param>
/// <param name="CreateTime">When it was first registered.</param>
/// <param name="UpdateTime">When its registration last changed.</param>
/// <param name="Secret">Only in the reply to the registration that generated it.</param>
public sealed record RegisteredDevice(
    string DeviceId,
    PushPlatform Platform,
    string? Token,
    string? Url,
    Language Language,
    DateTimeOffset CreateTime,
    DateTimeOffset UpdateTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret = null)
{
    public static RegisteredDevice Of(Device device) => new(
        device.DeviceId, device.Platform, device.Token, device.Url, device.Language, device.CreateTime, device.UpdateTime);
}

/// <summary>Lists the devices of an account.</summary>
public sealed class ListDevices(Gate<ListDevices> gate, DeviceStore devices)
{
    /// <summary>200 with all devices, without their secrets.</summary>
    [Function(nameof(ListDevices))]
    [Access<NotificationsContract>(Access.Owner)]
    [EndpointSummary("Your devices")]
    [Tags("Notifications")]
    [ProducesResponseType<IReadOnlyList<RegisteredDevice>>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/users/{user_id}/devices")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var list = await devices.List(caller.Id, cancellation);
            return Results.Json([.. list.Select(RegisteredDevice.Of)], NotificationWire.Wire.IReadOnlyListRegisteredDevice);
        });
}
