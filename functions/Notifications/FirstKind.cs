using System.Text.Json;
using System.Text.Json.Nodes;
using SneakerCheck.Platform.Json;

namespace SneakerCheck.Notifications;

/// <summary>
/// Entries stored before inboxes held more than one kind. They name no kind, tell when it happened in their data only, and have
/// that time in another form than the wire. They never expire, so this stays.
/// </summary>
internal static class FirstKind
{
    /// <summary>What all of them tell of.</summary>
    public const string Name = "check.finished";

    private const string TimeMember = "finish_time";

    /// <summary>When it happened.</summary>
    public static DateTimeOffset HappenedAt(JsonElement data) => data.GetProperty(TimeMember).GetDateTimeOffset();

    /// <summary>The data as the wire shows it.</summary>
    public static JsonElement Data(JsonElement stored)
    {
        var data = JsonObject.Create(stored)!;
        data[TimeMember] = UtcTimeConverter.Text(HappenedAt(stored));
        return JsonElement.Parse(data.ToJsonString());
    }
}
