using System.Collections.Immutable;

namespace SneakerCheck.Platform.Contracts;

/// <summary>An entry of a contract's error catalogue.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Meaning">When it occurs, as a clause, for the API description.</param>
/// <param name="Number">The code on the wire, where the contract numbers its errors.</param>
public sealed record WireError(int Status, string Meaning, int? Number = null)
{
    /// <summary>The code of a fault of the service.</summary>
    public const string Fault = "internal_error";

    /// <summary>What the guard and the readers of bodies and queries answer, in any area.</summary>
    public static ImmutableDictionary<string, WireError> Common { get; } = ImmutableDictionary.CreateRange<string, WireError>(
    [
        new("bad_request", new(400, "the request breaks HTTP or breaks off")),
        new("invalid_json", new(400, "the body is not the JSON object that is expected")),
        new("invalid_field", new(400, "`errors` lists the members or parameters that are wrong")),
        new("not_found", new(404, "there is no such thing, or none that the caller may know of")),
        new("body_too_large", new(413, "the body is larger than the function takes")),
        new(Fault, new(500, "a fault of the service, which has been logged")),
    ]);
}
