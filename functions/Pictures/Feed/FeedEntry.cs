using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SneakerCheck.Pictures.Feed;

/// <summary>One picture of a feed. Members are stored under one-letter names, because each change rewrites dozens of entries.</summary>
/// <param name="Id">The id of the picture, <c>i</c>; greater is newer.</param>
/// <param name="AccountId">Who posted it, <c>a</c>.</param>
/// <param name="Blob">The blob with its bytes, <c>b</c>.</param>
/// <param name="ContentType">The media type, for example <c>image/png</c>, <c>t</c>.</param>
/// <param name="Size">Size in bytes, <c>s</c>.</param>
/// <param name="Check">The result of the check that the photo was published from, if any, <c>c</c>.</param>
public sealed record FeedEntry(
    [property: JsonPropertyName("i")] long Id,
    [property: JsonPropertyName("a")] long AccountId,
    [property: JsonPropertyName("b")] string Blob,
    [property: JsonPropertyName("t")] string ContentType,
    [property: JsonPropertyName("s")] long Size,
    [property: JsonPropertyName("c")] CheckedPicture? Check);

/// <summary>The result of the check that a photo was published from.</summary>
/// <param name="View">The part of the pair that the photo shows, <c>v</c>.</param>
/// <param name="ShoeModel">The shoe model, <c>m</c>.</param>
/// <param name="Answer">The answer, <c>r</c>.</param>
public sealed record CheckedPicture(
    [property: JsonPropertyName("v")] string View,
    [property: JsonPropertyName("m")] string ShoeModel,
    [property: JsonPropertyName("r")] string Answer);

/// <summary>One page of a feed.</summary>
/// <param name="Total">Number of pictures in the whole feed.</param>
/// <param name="Entries">Newest first.</param>
public sealed record FeedPage(long Total, ImmutableArray<FeedEntry> Entries);
