using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Notifications;

/// <summary>Removes a device.</summary>
public sealed class RemoveDevice(Gate<RemoveDevice> gate, DeviceStore devices)
{
    /// <summary>204; 404 if there is no such device.</summary>
    [Function(nameof(RemoveDevice))]
    [Access<NotificationsContract>(Access.Owner)]
    [EndpointSummary("Remove a device")]
    [Tags("Notifications")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/users/{user_id}/devices/{device_id}")] HttpRequest request,
        string device_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
            await devices.Remove(caller.Id, device => device.DeviceId == device_id, cancellation)
                ? Results.NoContent()
                : throw Refusal.NotFound("device"));
}
