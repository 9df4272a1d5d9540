using System.Text.Json;
using System.Text.Json.Nodes;
using SneakerCheck.Platform.Json;

namespace SneakerCheck.Notifications;

/// <summary>
/// Reads entries that were stored before inboxes held more than one kind. They have no kind, keep the time only in their data, and
/// in another format than the wire. They never expire, so this conversion stays.
/// </summary>
internal static class LegacyEntry
{
    /// <summary>The kind of all these entries.</summary>
    public const string Name = "check.finished";

    private const string TimeMember = "finish_time";

    public static DateTimeOffset HappenedAt(JsonElement data) => data.GetProperty(TimeMember).GetDateTimeOffset();

    /// <summary>Converts the data to the wire format.</summary>
    public static JsonElement Data(JsonElement stored)
    {
        var data = JsonObject.Create(stored)!;
        data[TimeMember] = UtcTimeConverter.Text(HappenedAt(stored));
        return JsonElement.Parse(data.ToJsonString());
    }
}
