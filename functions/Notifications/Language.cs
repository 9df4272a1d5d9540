using System.Text.Json.Serialization;

namespace SneakerCheck.Notifications;

/// <summary>A language of notifications.</summary>
public enum Language
{
    /// <summary>Simplified Chinese.</summary>
    [JsonStringEnumMemberName("zh")]
    Chinese,

    /// <summary>English.</summary>
    [JsonStringEnumMemberName("en")]
    English,
}
