using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Notifications;

/// <summary>Forgets a device.</summary>
public sealed class RemoveDevice(ApiGate gate, DeviceStore devices)
{
    /// <summary>204; 404 where there is no such device.</summary>
    [Function(nameof(RemoveDevice))]
    [EndpointSummary("Remove a device")]
    [Tags("Notifications")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<Problem>(StatusCodes.Status401Unauthorized, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status403Forbidden, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound, "application/problem+json")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/users/{user_id}/devices/{device_id}")] HttpRequest request,
        string user_id,
        string device_id,
        CancellationToken cancellation) =>
        gate.Owner(request, user_id, async caller =>
            await devices.Remove(caller.Id, device => device.DeviceId == device_id, cancellation)
                ? Results.NoContent()
                : throw Refusal.NotFound("device"));
}
