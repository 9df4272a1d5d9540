using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Tokens;

namespace SneakerCheck.Platform.Contracts;

/// <summary>
/// One area's wire contract: how a refusal is written, what codes there are, what parameters mean and how lists are paged.
/// The gate, the API description and the tests over every function all read it here.
/// </summary>
public sealed record Contract
{
    /// <summary>The sections of the API description that the area's functions are listed in.</summary>
    public ImmutableArray<ApiSection> Sections { get; init; } = [];

    /// <summary>How a refusal becomes a reply.</summary>
    public required ErrorFormat Format { get; init; }

    /// <summary>The refusal of a caller who may not call.</summary>
    public required Func<AccessFault, Refusal> Denial { get; init; }

    /// <summary>The refusal of a query parameter, by its name and what it must be.</summary>
    public Func<string, string, Refusal> InvalidQuery { get; init; } = Refusal.Field;

    /// <summary>Every code that a refusal of this contract may carry.</summary>
    public ImmutableDictionary<string, WireError> Errors { get; init; } = WireError.Common;

    /// <summary>Route parameters, query parameters and form parts by name.</summary>
    public ImmutableDictionary<string, WireParameter> Parameters { get; init; } = ImmutableDictionary<string, WireParameter>.Empty;

    /// <summary>The cookie that carries the token of browser clients.</summary>
    public string Cookie { get; init; } = SessionTokens.Cookie;

    /// <summary>How long a page of a list is.</summary>
    public PageSize PageSize { get; init; } = new(50, 200);

    /// <summary>The route parameter that names the account which a path belongs to; null where no path names one.</summary>
    public string? OwnerParameter { get; init; }

    /// <summary>The reply to a refusal. A code that is not in <see cref="Errors"/> is written as an internal error.</summary>
    public IResult Reply(Refusal refusal) => Format.Write(refusal, Errors.GetValueOrDefault(refusal.Code, Errors[WireError.Fault]));

    /// <summary>The codes that a function may answer with, whatever it does: by what it takes and who may call it.</summary>
    public CommonErrors Common { get; init; } = new();
}

/// <summary>
/// Error codes that follow from a function's input, not from what it does. Any other code that a function answers with is declared on
/// it (<see cref="OpenApi.RefusesAttribute"/>).
/// </summary>
public sealed record CommonErrors
{
    /// <summary>A function that takes a JSON body.</summary>
    public ImmutableArray<string> JsonBody { get; init; } = ["invalid_json", "invalid_field", "body_too_large"];

    /// <summary>A function that reads query parameters of which some values are wrong.</summary>
    public ImmutableArray<string> Query { get; init; } = ["invalid_field"];

    /// <summary>A function whose path names something that may not be there.</summary>
    public ImmutableArray<string> Path { get; init; } = ["not_found"];

    /// <summary>A function that not everybody may call.</summary>
    public ImmutableArray<string> Caller { get; init; } = ["not_signed_in", "token_expired", "token_invalid", "account_banned",
        "forbidden"];
}

/// <summary>Names a contract in an attribute. Implemented by one class an area.</summary>
public interface IContract
{
    static abstract Contract Contract { get; }
}

/// <summary>A section of the API description.</summary>
/// <param name="Name">What functions name in <c>[Tags]</c>.</param>
/// <param name="Description">What is in it, as Markdown.</param>
/// <param name="Order">Where it stands in the document; the least comes first.</param>
public sealed record ApiSection(string Name, string Description, int Order);

/// <summary>How many items a page of a list has.</summary>
/// <param name="Default">Where the request does not say.</param>
/// <param name="Maximum">At most.</param>
public sealed record PageSize(int Default, int Maximum);

/// <summary>How a contract writes errors.</summary>
/// <param name="Shape">The type of the body, for the API description.</param>
/// <param name="MediaType">The media type of the body.</param>
/// <param name="Write">Makes the reply.</param>
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

    /// <summary>Only an operator may call.</summary>
    NotOperator,
}
