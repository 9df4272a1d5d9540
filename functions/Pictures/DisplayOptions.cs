using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;

namespace SneakerCheck.Pictures;

/// <summary>How the client wants pictures.</summary>
/// <param name="AsLinks">As links instead of base64 (<c>fields=url</c>).</param>
/// <param name="IsSmall">In their small versions (<c>size=small</c>).</param>
public sealed record DisplayOptions(bool AsLinks, bool IsSmall)
{
    /// <summary>Reads <c>fields</c> and <c>size</c>; an empty value counts as absent.</summary>
    /// <exception cref="Refusal">400 <c>invalid_query</c>.</exception>
    public static DisplayOptions Of(RequestQuery query) => new(query.IsChosen("fields", "url"), query.IsChosen("size", "small"));
}
