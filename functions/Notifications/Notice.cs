using System.Text.Json;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Notifications;

/// <summary>The texts of a notice in one language.</summary>
/// <param name="Title">The headline.</param>
/// <param name="Text">One or two sentences.</param>
public sealed record NoticeText(string Title, string Text);

/// <summary>
/// News for an account from another area. That area composes it and sends <see cref="Message"/> through its outbox. This area adds
/// it to the inbox and pushes it to the devices, without knowing its subject.
/// </summary>
/// <param name="Key">
/// Idempotency key: unique among all notices, and the same if this notice is composed again. A notice is delivered once even if
/// its message arrives several times.
/// </param>
/// <param name="UserId">The account that receives it.</param>
/// <param name="Kind">What happened, in dotted form, for example <c>check.finished</c>. On the wire it is <c>type</c>.</param>
/// <param name="HappenedAt">When it happened.</param>
/// <param name="Zh">The texts in Chinese.</param>
/// <param name="En">The texts in English.</param>
/// <param name="Data">
/// A flat JSON object for programs, as shown on the wire. The most important members come first, because a push that is too big
/// for its service drops the last ones.
/// </param>
/// <param name="Link">What a tap opens: a path of this API from its root, for example <c>/api/v1/users/me/tasks/7</c>.</param>
public sealed record Notice(
    string Key, long UserId, string Kind, DateTimeOffset HappenedAt, NoticeText Zh, NoticeText En, JsonElement Data, string? Link)
{
    /// <summary>The message that delivers this notice.</summary>
    public Message Message() => NotificationQueues.Notices.Message(Key, this);
}
