using System.Text.Json.Nodes;
using SneakerCheck.Hosting.Local;

namespace SneakerCheck.Tests.OpenApi;

/// <summary>The committed OpenAPI document, which is embedded in the product.</summary>
internal static class CommittedDocument
{
    public static string Text { get; } = Read();

    public static JsonNode Json { get; } = JsonNode.Parse(Text)!;

    /// <summary>Every operation with its path and upper-case verb.</summary>
    public static IEnumerable<(string Path, string Verb, JsonNode Operation)> Operations =>
        from path in Json["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key.ToUpperInvariant(), operation.Value!);

    private static string Read()
    {
        using var stream = typeof(LocalHost).Assembly.GetManifestResourceStream("SneakerCheck.Platform.OpenApi.openapi.v1.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
