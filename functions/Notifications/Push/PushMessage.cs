using System.Text.Json;

namespace SneakerCheck.Notifications.Push;

/// <summary>A notification as it is sent to one device.</summary>
/// <param name="Id">
/// Unique for a notification and a device, and the same for every try, so that receivers can drop duplicates. At most 64 letters,
/// digits, underscores and hyphens: a full stop would allow two different texts with the same signature, and 64 bytes is the limit
/// of Apple's collapse id.
/// </param>
/// <param name="Type">What happened, in dotted form, for example <c>check.finished</c>.</param>
/// <param name="Timestamp">When it happened; the same for every try.</param>
/// <param name="Title">The headline, in the device's language.</param>
/// <param name="Text">One or two sentences, in the device's language.</param>
/// <param name="Data">A flat JSON object for the program that receives it, the most important members first.</param>
public sealed record PushMessage(string Id, string Type, DateTimeOffset Timestamp, string Title, string Text, JsonElement Data);
