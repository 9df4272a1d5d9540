using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using SneakerCheck.Accounts;
using SneakerCheck.Notifications.Push;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Notifications;

/// <summary>How to reach a device.</summary>
/// <param name="Platform">webhook, apns, fcm or wechat.</param>
/// <param name="Token">For apns the device token in hexadecimal, for fcm the registration token, for wechat the openid.</param>
/// <param name="Url">For webhook: an https URL at a public address.</param>
/// <param name="Secret">For webhook, optional: <c>whsec_</c> and 24 to 64 bytes in base64. Generated and shown once if absent.</param>
/// <param name="Language">zh (default) or en.</param>
public sealed record RegisterDeviceRequest(
    [property: Required] PushPlatform? Platform, string? Token, string? Url, string? Secret, Language? Language);

/// <summary>Registers a device, or changes its registration.</summary>
public sealed class RegisterDevice(Gate<RegisterDevice> gate, DeviceStore devices, IOptions<PushOptions> options, TimeProvider time)
{
    /// <summary>201 if the id is new, otherwise 200. A generated secret is in this reply only.</summary>
    [Function(nameof(RegisterDevice))]
    [Access<NotificationsContract>(Access.Owner)]
    [EndpointSummary("Register a device for pushes")]
    [EndpointDescription("Choose the id yourself: 1 to 64 letters, digits, underscores and hyphens. An account has at most 20 devices.")]
    [Tags("Notifications")]
    [Refuses("too_many_devices")]
    [Consumes(typeof(RegisterDeviceRequest), "application/json")]
    [ProducesResponseType<RegisteredDevice>(StatusCodes.Status200OK)]
    [ProducesResponseType<RegisteredDevice>(StatusCodes.Status201Created)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/users/{user_id}/devices/{device_id}")] HttpRequest request,
        string device_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            if (!Device.IsId(device_id))
                throw Refusal.NotFound("device");
            var body = await RequestBody.ReadJson(request, NotificationWire.Wire.RegisterDeviceRequest, cancellation);
            var now = time.GetUtcNow();
            var (before, after) = await devices.Register(
                caller.Id, device_id, before => Device.Register(before, device_id, body, options.Value, now), cancellation);
            var secret = body.Secret is null && after.Secret != before?.Secret ? after.Secret : null;
            return Results.Json(
                RegisteredDevice.Of(after) with { Secret = secret },
                NotificationWire.Wire.RegisteredDevice,
                statusCode: before is null ? StatusCodes.Status201Created : StatusCodes.Status200OK);
        });
}
