using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SneakerCheck.Notifications.Push;

/// <summary>
/// A message as Apple's and Firebase's services take it. Both refuse more than 4,096 bytes, so members of the data are left out
/// from the last on, and then the text is cut, until it fits; the app reads the whole in the inbox.
/// </summary>
public static class PhonePayload
{
    /// <summary>The most that either service takes, in bytes of UTF-8.</summary>
    public const int MaximumBytes = 4096;

    private const string Ellipsis = "…";

    // Not made for HTML, and six bytes for every Chinese character would halve what fits.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Apple's form: <c>aps.alert</c> is what is shown, the other members are the app's.</summary>
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
    /// Firebase's HTTP v1 form. Its data holds texts only; and a later notification with one tag takes the earlier one's place,
    /// so that a message sent twice is seen once.
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

    // No character takes more than six bytes of JSON, so this never cuts too much; a surrogate pair stays whole.
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
