using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SneakerCheck.Pictures.Feed;

/// <summary>One picture as the feeds show it. Stored under names of one letter, since each change writes dozens of entries again.</summary>
/// <param name="Id">The picture, <c>i</c>; greater is newer.</param>
/// <param name="AccountId">Who posted it, <c>a</c>.</param>
/// <param name="Blob">The blob with its bytes, <c>b</c>.</param>
/// <param name="ContentType">For example <c>image/png</c>, <c>t</c>.</param>
/// <param name="Size">Bytes, <c>s</c>.</param>
/// <param name="Check">For a photo of a finished check, what that found, <c>c</c>.</param>
public sealed record FeedEntry(
    [property: JsonPropertyName("i")] long Id,
    [property: JsonPropertyName("a")] long AccountId,
    [property: JsonPropertyName("b")] string Blob,
    [property: JsonPropertyName("t")] string ContentType,
    [property: JsonPropertyName("s")] long Size,
    [property: JsonPropertyName("c")] CheckedPicture? Check);

/// <summary>What the check found from which a photo was published.</summary>
/// <param name="View">What the photo shows of the pair, <c>v</c>.</param>
/// <param name="ShoeModel">The model, <c>m</c>.</param>
/// <param name="Answer">The verdict, <c>r</c>.</param>
public sealed record CheckedPicture(
    [property: JsonPropertyName("v")] string View,
    [property: JsonPropertyName("m")] string ShoeModel,
    [property: JsonPropertyName("r")] string Answer);

/// <summary>One page of a feed.</summary>
/// <param name="Total">Pictures in the whole feed.</param>
/// <param name="Entries">Newest first.</param>
public sealed record FeedPage(long Total, ImmutableArray<FeedEntry> Entries);
