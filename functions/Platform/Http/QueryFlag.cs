using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Platform.Http;

/// <summary>A query member that is <c>true</c> or <c>false</c>; absent it is false.</summary>
public static class QueryFlag
{
    /// <summary>Reads one.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>: neither.</exception>
    public static bool Read(string name, string? text) => text switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw Refusal.Field(name, "must be true or false."),
    };
}
