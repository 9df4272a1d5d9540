using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;

namespace SneakerCheck.Notifications;

/// <summary>A change to a notification.</summary>
/// <param name="Read">Whether the owner has read it.</param>
public sealed record MarkNotificationRequest([property: Required] bool? Read);

/// <summary>Marks a notification as read or unread.</summary>
public sealed class MarkNotification(Gate<MarkNotification> gate, NotificationStore notifications)
{
    /// <summary>200 with the notification. Idempotent.</summary>
    [Function(nameof(MarkNotification))]
    [Access<NotificationsContract>(Access.Owner)]
    [EndpointSummary("Mark a notification as read or unread")]
    [Tags("Notifications")]
    [Consumes(typeof(MarkNotificationRequest), "application/json")]
    [ProducesResponseType<InboxEntry>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/users/{user_id}/notifications/{nid}")] HttpRequest request,
        string nid,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, NotificationWire.Wire.MarkNotificationRequest, cancellation);
            var read = body.Read ?? throw Refusal.Field("read", "must be true or false.");
            var marked = Notification.IsId(nid)
                ? await notifications.Mark(caller.Id, nid, read, cancellation)
                : throw Refusal.NotFound("notification");
            return Results.Json(InboxEntry.Of(marked), NotificationWire.Wire.InboxEntry);
        });
}
