using System.Text.Json;

namespace SneakerCheck.Notifications.Push;

/// <summary>One notification on its way to one device.</summary>
/// <param name="Id">
/// The same at every try of one notification on one device, and no other's: receivers drop repetitions by it.
/// At most 64 letters, digits, underscores and hyphens: a full stop would let two different texts carry one signature,
/// and 64 bytes is what Apple takes as a collapse id.
/// </param>
/// <param name="Type">What happened, dotted, for example <c>check.finished</c>.</param>
/// <param name="Timestamp">When it happened; the same at every try.</param>
/// <param name="Title">The headline, in the device's language.</param>
/// <param name="Text">One or two sentences, in the device's language.</param>
/// <param name="Data">A flat JSON object for the program that receives it, the most important members first.</param>
public sealed record PushMessage(string Id, string Type, DateTimeOffset Timestamp, string Title, string Text, JsonElement Data);
