using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Platform;

/// <summary>The table of calls of the service's own functions.</summary>
internal static class ServiceCalls
{
    public static Call[] Table { get; } =
    [
        new("GetApiDocument", 200) { Caching = Caching.Public },
        new("GetDocsFile", 200)
        {
            Fresh = _ => Task.FromResult(new Dictionary<string, string> { ["file"] = "docs.js" }),
            NamesWhatIsPublic = true,
            Caching = Caching.Public,
        },
        new("GetDocsPage", 200) { Caching = Caching.Public },
        new("GetHealth", 200),
    ];
}
