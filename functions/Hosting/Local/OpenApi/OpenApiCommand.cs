using System.Reflection;

namespace SneakerCheck.Hosting.Local.OpenApi;

/// <summary>Writes the OpenAPI document: <c>dotnet run --project functions -- openapi &gt; functions/openapi.v1.json</c>.</summary>
public static class OpenApiCommand
{
    public static readonly Command Definition = new("openapi", [], "writes the API description, functions/openapi.v1.json", []);

    /// <summary>Writes the document and returns the exit code.</summary>
    public static async Task<int> Run(TextWriter output, CancellationToken cancellation = default)
    {
        var index = FunctionIndex.Of(Assembly.GetExecutingAssembly(), HostSettings.Read());
        await output.WriteAsync((await ApiDocument.Describe(index, cancellation)).AsMemory(), cancellation);
        return 0;
    }
}
