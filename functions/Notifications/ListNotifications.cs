using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Notifications;

/// <summary>A notification in the inbox.</summary>
/// <param name="Id">The entry's id.</param>
/// <param name="Type">What happened, for example <c>check.finished</c>.</param>
/// <param name="CreateTime">When it was added to the inbox.</param>
/// <param name="Read">Whether the owner has read it.</param>
/// <param name="TitleZh">The headline in Chinese.</param>
/// <param name="TitleEn">The headline in English.</param>
/// <param name="TextZh">A sentence or two in Chinese.</param>
/// <param name="TextEn">A sentence or two in English.</param>
/// <param name="Data">Data for programs: a flat object that begins with notification_id. Its other members depend on the type.</param>
/// <param name="Link">What a tap opens: a path of this API from its root, or null.</param>
public sealed record InboxEntry(
    string Id,
    string Type,
    DateTimeOffset CreateTime,
    bool Read,
    string TitleZh,
    string TitleEn,
    string TextZh,
    string TextEn,
    JsonElement Data,
    string? Link)
{
    public static InboxEntry Of(Notification notification) => new(
        notification.Id,
        notification.Kind,
        DateTimeOffset.FromUnixTimeMilliseconds(notification.At),
        notification.Read,
        notification.TitleZh,
        notification.TitleEn,
        notification.TextZh,
        notification.TextEn,
        notification.Data,
        notification.Link);
}

/// <summary>Lists the inbox (seed 000: 消息推送, the new results that the user taps).</summary>
public sealed class ListNotifications(Gate<ListNotifications> gate, NotificationStore notifications)
{
    /// <summary>200 with the entries, newest first; the next page is in the header <c>Link</c>.</summary>
    [Function(nameof(ListNotifications))]
    [Access<NotificationsContract>(Access.Owner)]
    [EndpointSummary("Your notifications, newest first")]
    [EndpointDescription("`?unread=true` shows only those not read yet. `?limit=` is 1 to 200, by default 50.")]
    [Tags("Notifications")]
    [ResponseHeader("Link", StatusCodes.Status200OK)]
    [QueryParameter("unread")]
    [QueryParameter("limit")]
    [QueryParameter("continuation")]
    [ProducesResponseType<IReadOnlyList<InboxEntry>>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/users/{user_id}/notifications")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var query = gate.Query(request);
            var page = await notifications.List(
                caller.Id, query.Flag("unread") ? false : null, query.Limit(), query.Continuation, cancellation);
            Paging.LinkNext(request, page.Continuation);
            return Results.Json([.. page.Items.Select(item => InboxEntry.Of(item.Value))], NotificationWire.Wire.IReadOnlyListInboxEntry);
        });
}
