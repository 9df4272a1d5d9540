using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Tokens;

namespace SneakerCheck.Platform.Contracts;

/// <summary>
/// One area's wire contract: the format of refusals, the error codes, the meaning of parameters and the paging of lists.
/// The gate, the API description and the tests that cover every function all read it here.
/// </summary>
public sealed record Contract
{
    /// <summary>The sections of the API description that list the area's functions.</summary>
    public ImmutableArray<ApiSection> Sections { get; init; } = [];

    /// <summary>
    /// The paths of the area, without slashes at the ends. Below each, a catch-all function refuses what no other function answers.
    /// Empty if such requests get the host's bare 404.
    /// </summary>
    public ImmutableArray<string> Prefixes { get; init; } = [];

    public required ErrorFormat Format { get; init; }

    /// <summary>Makes the refusal of a caller who is denied access.</summary>
    public required Func<AccessFault, Refusal> Denial { get; init; }

    /// <summary>Makes the refusal of a query parameter, given its name and what it must be.</summary>
    public Func<string, string, Refusal> InvalidQuery { get; init; } = Refusal.Field;

    /// <summary>Whether a query parameter that the function does not declare is refused; otherwise it is ignored.</summary>
    public bool RefusesUnknownQuery { get; init; }

    /// <summary>
    /// Whether members of a body that the function does not know are refused; otherwise they are ignored. Such a contract reads its
    /// bodies by <see cref="Json.WireJson.StrictOptions"/>.
    /// </summary>
    public bool RefusesUnknownMembers { get; init; }

    /// <summary>Every code that a refusal of this contract may carry.</summary>
    public ImmutableDictionary<string, WireError> Errors { get; init; } = WireError.Common;

    /// <summary>Route parameters, query parameters and form parts by name.</summary>
    public ImmutableDictionary<string, WireParameter> Parameters { get; init; } = ImmutableDictionary<string, WireParameter>.Empty;

    /// <summary>The cookie that carries the token of browser clients.</summary>
    public string Cookie { get; init; } = SessionTokens.Cookie;

    public PageSize PageSize { get; init; } = new(50, 200);

    /// <summary>The route parameter that names the account that a path belongs to; null if no path names one.</summary>
    public string? OwnerParameter { get; init; }

    /// <summary>The reply to a refusal. A code that is not in <see cref="Errors"/> is written as an internal error.</summary>
    public IResult Reply(Refusal refusal) => Format.Write(refusal, Errors.GetValueOrDefault(refusal.Code, Errors[WireError.Fault]));

    public CommonErrors Common { get; init; } = new();
}

/// <summary>
/// Error codes that follow from a function's input and access, not from what it does. A function declares any other code with
/// <see cref="OpenApi.RefusesAttribute"/>.
/// </summary>
public sealed record CommonErrors
{
    /// <summary>Of functions that need a store.</summary>
    public ImmutableArray<string> Store { get; init; } = [WireError.Unavailable];

    /// <summary>Of functions that take a JSON body.</summary>
    public ImmutableArray<string> JsonBody { get; init; } = ["invalid_json", "invalid_field", "body_too_large", WriteRules.UnsupportedType];

    /// <summary>Of functions that write.</summary>
    public ImmutableArray<string> Write { get; init; } = [WriteRules.ForeignOrigin];

    /// <summary>Of functions with query parameters whose values can be invalid.</summary>
    public ImmutableArray<string> Query { get; init; } = ["invalid_field"];

    /// <summary>Of functions whose path names something that may not exist.</summary>
    public ImmutableArray<string> Path { get; init; } = ["not_found"];

    /// <summary>Of functions that require a signed-in caller.</summary>
    public ImmutableArray<string> Caller { get; init; } = ["not_signed_in", "token_expired", "token_invalid", "account_banned",
        "forbidden"];
}

/// <summary>A section of the API description.</summary>
/// <param name="Name">The name that functions give in <c>[Tags]</c>.</param>
/// <param name="Description">Markdown.</param>
/// <param name="Order">Its position in the document; the lowest comes first.</param>
public sealed record ApiSection(string Name, string Description, int Order);

/// <summary>How many items a page of a list has.</summary>
/// <param name="Default">Used if the request states no limit.</param>
public sealed record PageSize(int Default, int Maximum);

/// <summary>How a contract writes errors.</summary>
/// <param name="Shape">The type of the body, for the API description.</param>
/// <param name="MediaType">The media type of the body.</param>
public sealed record ErrorFormat(Type Shape, string MediaType, Func<Refusal, WireError, IResult> Write);

/// <summary>Why a caller is denied access.</summary>
public enum AccessFault
{
    /// <summary>The request carries no token.</summary>
    Missing,

    /// <summary>The token has expired.</summary>
    Expired,

    /// <summary>The token is invalid, or its session has ended.</summary>
    Invalid,

    /// <summary>An operator has banned the account.</summary>
    Banned,

    /// <summary>The path belongs to another account.</summary>
    NotOwner,

    /// <summary>The path belongs to another account, and what is there shall seem not to exist.</summary>
    Hidden,

    /// <summary>Only an operator may call.</summary>
    NotOperator,

    /// <summary>Only an admin may call.</summary>
    NotAdmin,
}
