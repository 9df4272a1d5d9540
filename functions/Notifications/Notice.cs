using System.Text.Json;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Notifications;

/// <summary>What a notice says in one language.</summary>
/// <param name="Title">The headline.</param>
/// <param name="Text">A sentence or two.</param>
public sealed record NoticeText(string Title, string Text);

/// <summary>
/// Something that an area has to tell an account. The area composes it and sends <see cref="Message"/> by its outbox; this area
/// puts it into the inbox and pushes it to the devices, and knows nothing of what it is about.
/// </summary>
/// <param name="Key">
/// Unique among all notices and the same whenever this one is composed again: a notice is told once however often its message
/// comes.
/// </param>
/// <param name="UserId">The account to tell.</param>
/// <param name="Kind">What happened, dotted, for example <c>check.finished</c>; on the wire <c>type</c>.</param>
/// <param name="HappenedAt">When it happened.</param>
/// <param name="Zh">In Chinese.</param>
/// <param name="En">In English.</param>
/// <param name="Data">
/// A flat JSON object for programs, as the wire shows it, the most important members first: a push that is too big for its
/// service goes without the last ones.
/// </param>
/// <param name="Link">Where a tap leads: a path of this API from its root, for example <c>/api/v1/users/me/tasks/7</c>.</param>
public sealed record Notice(
    string Key, long UserId, string Kind, DateTimeOffset HappenedAt, NoticeText Zh, NoticeText En, JsonElement Data, string? Link)
{
    /// <summary>The message that has the account told.</summary>
    public Message Message() => NotificationQueues.Notices.Message(Key, this);
}
