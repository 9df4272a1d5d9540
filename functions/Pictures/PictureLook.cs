using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;

namespace SneakerCheck.Pictures;

/// <summary>How pictures are to be shown.</summary>
/// <param name="AsLinks">Links instead of base64 (<c>fields=url</c>).</param>
/// <param name="IsSmall">The small versions (<c>size=small</c>).</param>
public sealed record PictureLook(bool AsLinks, bool IsSmall)
{
    /// <summary>Reads <c>fields</c> and <c>size</c>; empty means absent.</summary>
    /// <exception cref="Refusal">400 <c>invalid_query</c>.</exception>
    public static PictureLook Of(RequestQuery query) => new(query.IsChosen("fields", "url"), query.IsChosen("size", "small"));
}
