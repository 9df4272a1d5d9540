using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SneakerCheck.Notifications.Push;

namespace SneakerCheck.Notifications;

/// <summary>An entry in an account's inbox. Its texts do not change later.</summary>
/// <param name="Id">Derived from the notice's key, so that a notice makes only one entry; 32 hexadecimal digits.</param>
/// <param name="At">When it was created, in unix milliseconds. The inbox is sorted by it.</param>
/// <param name="Read">Whether the owner has read it.</param>
/// <param name="Kind">What happened.</param>
/// <param name="HappenedAt">When it happened.</param>
/// <param name="TitleZh">The headline in Chinese.</param>
/// <param name="TitleEn">The headline in English.</param>
/// <param name="TextZh">One or two sentences in Chinese.</param>
/// <param name="TextEn">One or two sentences in English.</param>
/// <param name="Data">Data for programs: the entry's id, then the notice's data.</param>
/// <param name="Link">What a tap opens; may be null.</param>
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

    public string Kind { get; init; } = Kind ?? LegacyEntry.Name;

    public DateTimeOffset HappenedAt { get; init; } = Kind is null ? LegacyEntry.HappenedAt(Data) : HappenedAt;

    public JsonElement Data { get; init; } = Kind is null ? LegacyEntry.Data(Data) : Data;

    public static bool IsId(string text) => IdForm().IsMatch(text);

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

    /// <summary>The id of this entry's message to a device, the same for every try.</summary>
    public string MessageId(string deviceId) => MessageId(Id, deviceId);

    /// <inheritdoc cref="MessageId(string)"/>
    public static string MessageId(string notificationId, string deviceId) => Hash($"{notificationId}/{deviceId}");

    /// <summary>The message to a device, in the device's language.</summary>
    public PushMessage MessageTo(Device device)
    {
        var (title, text) = device.Language == Language.English ? (TitleEn, TextEn) : (TitleZh, TextZh);
        return new PushMessage(MessageId(device.DeviceId), Kind, HappenedAt, title, text, Data);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    [GeneratedRegex(@"\A[0-9a-f]{32}\z")]
    private static partial Regex IdForm();
}
