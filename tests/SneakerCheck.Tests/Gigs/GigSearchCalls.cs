using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Gigs;

/// <summary>A valid call of each function of the search.</summary>
internal static class GigSearchCalls
{
    public static Call[] Table { get; } =
    [
        new("SearchGigs", 200) { Body = (_, _) => new { title = "看鞋" } },
    ];
}
