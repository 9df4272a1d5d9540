using System.Collections.Immutable;

namespace SneakerCheck.Platform.Contracts;

/// <summary>An entry of a contract's error catalogue.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Meaning">When it occurs, as a clause, for the API description.</param>
/// <param name="Number">The code on the wire, where the contract numbers its errors.</param>
public sealed record WireError(int Status, string Meaning, int? Number = null)
{
    /// <summary>The code of an unexpected exception.</summary>
    public const string Fault = "internal_error";

    /// <summary>The code of a request that a store did not answer in time, or could not write for.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>The code of a verb that no function of the path has.</summary>
    public const string OtherVerb = "method_not_allowed";

    /// <summary>The codes that the guard and the readers of bodies and queries use in every area.</summary>
    public static ImmutableDictionary<string, WireError> Common { get; } = ImmutableDictionary.CreateRange<string, WireError>(
    [
        new("bad_request", new(400, "the request is malformed or incomplete")),
        new("invalid_json", new(400, "the body is not the expected JSON object")),
        new("invalid_field", new(400, "members or parameters are invalid; `errors` lists them")),
        new("not_found", new(404, "it does not exist, or the caller may not know that it does")),
        new(OtherVerb, new(405, "the path has other verbs; `Allow` names them")),
        new("body_too_large", new(413, "the body is larger than the function accepts")),
        new(WriteRules.ForeignOrigin, new(403, "a page of another site sends the request")),
        new(WriteRules.UnsupportedType, new(415, "without `Authorization`: the body is of a type that the function does not accept")),
        new(Fault, new(500, "an error of the service, which has been logged")),
        new(Unavailable, new(503, "the service cannot reach its storage; try again later")),
    ]);
}
