using System.Text.Json;

namespace SneakerCheck.Tests.Infra;

/// <summary>A resource that a deployment would create.</summary>
public sealed record InfraResource(string Id, string Type, string Name, JsonElement Json)
{
    /// <summary>The resource that contains this one or that it extends: the part of the id before the last type.</summary>
    public string Scope => Id.Split("/providers/") is [.. var before, _] ? string.Join("/providers/", before) : "";

    public JsonElement Properties => Json.GetProperty("properties");

    public static InfraResource Read(JsonElement json) =>
        new(Text(json, "id"), Text(json, "type"), Text(json, "name"), json);

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
