using System.Text.Json.Serialization;

namespace SneakerCheck.Notifications;

/// <summary>A language that owners are told in.</summary>
public enum Language
{
    /// <summary>Chinese, simplified.</summary>
    [JsonStringEnumMemberName("zh")]
    Chinese,

    /// <summary>English.</summary>
    [JsonStringEnumMemberName("en")]
    English,
}
