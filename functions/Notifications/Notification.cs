using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SneakerCheck.Notifications.Push;

namespace SneakerCheck.Notifications;

/// <summary>An entry of an account's inbox, with its texts as they were when it was made.</summary>
/// <param name="Id">Made from the notice's key, so that one notice is told once; 32 hexadecimal digits.</param>
/// <param name="At">When it was made, unix milliseconds; the inbox is in this order.</param>
/// <param name="Read">Whether the owner has seen it.</param>
/// <param name="Kind">What happened.</param>
/// <param name="HappenedAt">When it happened.</param>
/// <param name="TitleZh">The headline in Chinese.</param>
/// <param name="TitleEn">The headline in English.</param>
/// <param name="TextZh">A sentence or two in Chinese.</param>
/// <param name="TextEn">A sentence or two in English.</param>
/// <param name="Data">What a program needs: the notice's data after the entry's own id.</param>
/// <param name="Link">Where a tap leads; null: nowhere.</param>
public sealed partial record Notification(
    string Id,
    long At,
    bool Read,
    string Kind,
    DateTimeOffset HappenedAt,
    string TitleZh,
    string TitleEn,
    string TextZh,
    string TextEn,
    JsonElement Data,
    string? Link)
{
    private const string IdMember = "notification_id";

    /// <summary>What happened.</summary>
    public string Kind { get; init; } = Kind ?? FirstKind.Name;

    /// <summary>When it happened.</summary>
    public DateTimeOffset HappenedAt { get; init; } = Kind is null ? FirstKind.HappenedAt(Data) : HappenedAt;

    /// <summary>What a program needs.</summary>
    public JsonElement Data { get; init; } = Kind is null ? FirstKind.Data(Data) : Data;

    /// <summary>Whether a text can be the id of an entry.</summary>
    public static bool IsId(string text) => IdForm().IsMatch(text);

    /// <summary>The entry that tells of a notice.</summary>
    public static Notification Of(Notice notice, DateTimeOffset now)
    {
        var id = Hash(notice.Key);
        var data = new JsonObject { [IdMember] = id };
        foreach (var member in notice.Data.EnumerateObject().Where(member => member.Name != IdMember))
            data.Add(member.Name, JsonValue.Create(member.Value));
        return new Notification(
            id,
            now.ToUnixTimeMilliseconds(),
            false,
            notice.Kind,
            notice.HappenedAt,
            notice.Zh.Title,
            notice.En.Title,
            notice.Zh.Text,
            notice.En.Text,
            JsonElement.Parse(data.ToJsonString()),
            notice.Link);
    }

    /// <summary>The id of this entry's message to a device, the same at every try.</summary>
    public string MessageId(string deviceId) => Hash($"{Id}/{deviceId}");

    /// <summary>This entry as a message to a device, in its language.</summary>
    public PushMessage MessageTo(Device device)
    {
        var (title, text) = device.Language == Language.English ? (TitleEn, TextEn) : (TitleZh, TextZh);
        return new PushMessage(MessageId(device.DeviceId), Kind, HappenedAt, title, text, Data);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    [GeneratedRegex(@"\A[0-9a-f]{32}\z")]
    private static partial Regex IdForm();
}
