using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SneakerCheck.Notifications.Push;

/// <summary>
/// Formats a message for Apple and Firebase. Both refuse more than 4,096 bytes. Until the message fits, members of the data are
/// dropped from the end, and then the text is shortened. The app can read all of it in the inbox.
/// </summary>
public static class PhonePayload
{
    /// <summary>The limit of both services, in bytes of UTF-8.</summary>
    public const int MaximumBytes = 4096;

    private const string Ellipsis = "…";

    // The payload is not HTML, and escaping each Chinese character to six bytes would halve what fits.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Apple's format: <c>aps.alert</c> is shown; the other members are for the app.</summary>
    public static byte[] ForApple(PushMessage message) => Fit(message, (text, data) => new JsonObject
    {
        ["aps"] = new JsonObject
        {
            ["alert"] = new JsonObject { ["title"] = message.Title, ["body"] = text },
            ["sound"] = "default",
        },
        ["type"] = message.Type,
        ["data"] = data,
    });

    /// <summary>
    /// Firebase's HTTP v1 format. Its data holds strings only. A notification replaces an earlier one with the same tag, so that
    /// a message sent twice is shown once.
    /// </summary>
    public static byte[] ForFirebase(PushMessage message) => Fit(message, (text, data) =>
    {
        var texts = new JsonObject { ["type"] = message.Type };
        foreach (var (name, value) in data)
        {
            if (value is not null)
                texts[name] = value.ToString();
        }

        return new JsonObject
        {
            ["message"] = new JsonObject
            {
                ["notification"] = new JsonObject { ["title"] = message.Title, ["body"] = text },
                ["data"] = texts,
                ["android"] = new JsonObject
                {
                    ["priority"] = "high",
                    ["notification"] = new JsonObject { ["tag"] = message.Id },
                },
            },
        };
    });

    private static byte[] Fit(PushMessage message, Func<string, JsonObject, JsonObject> shape)
    {
        var text = message.Text;
        var data = JsonObject.Create(message.Data)!;
        while (true)
        {
            var payload = Write(shape(text, (JsonObject)data.DeepClone()));
            if (payload.Length <= MaximumBytes || (data.Count == 0 && text.Length == 0))
                return payload;
            if (data.Count > 0)
                data.RemoveAt(data.Count - 1);
            else
                text = Shorten(text, payload.Length - MaximumBytes);
        }
    }

    // A character takes at most six bytes in JSON, so this never cuts too much. It does not split surrogate pairs.
    private static string Shorten(string text, int excess)
    {
        var length = Math.Max(0, text.Length - Math.Max(excess / 6, Ellipsis.Length + 1));
        if (length > 0 && char.IsHighSurrogate(text[length - 1]))
            length--;
        return length == 0 ? "" : text[..length] + Ellipsis;
    }

    private static byte[] Write(JsonObject payload)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
            payload.WriteTo(writer);
        return buffer.ToArray();
    }
}
