using System.Globalization;
using Microsoft.AspNetCore.Http;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Platform.Http;

/// <summary>
/// Reads the query parameters of a request by the rules of its contract. Only parameters that the function declares can be read, so
/// that the API description is complete. A repeated parameter is refused unless it is free text.
/// </summary>
public sealed class RequestQuery(HttpRequest request, Contract contract, IReadOnlySet<string> declared)
{
    public const string ContinuationName = "continuation";

    /// <summary>The continuation of the previous page; null for the first page.</summary>
    public string? Continuation => Text(ContinuationName);

    /// <summary>A parameter's text; null if it is absent.</summary>
    public string? Text(string name) => declared.Contains(name)
        ? request.Query[name] is { Count: > 0 } values ? values.ToString() : null
        : throw new InvalidOperationException($"The function does not declare the query parameter {name}.");

    /// <summary>A parameter that is <c>true</c> or <c>false</c>; false if it is absent.</summary>
    /// <exception cref="Refusal">400: any other text.</exception>
    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw contract.InvalidQuery(name, "must be true or false."),
    };

    /// <summary>Whether a parameter with a single allowed text is present; empty counts as absent.</summary>
    /// <exception cref="Refusal">400: any other text.</exception>
    public bool IsChosen(string name, string only) => Text(name) switch
    {
        null or "" => false,
        var text when text == only => true,
        _ => throw contract.InvalidQuery(name, $"must be {only}."),
    };

    /// <summary>An integer from 1 to <paramref name="maximum"/>; <paramref name="absent"/> if the parameter is absent.</summary>
    /// <exception cref="Refusal">400: not a number, or out of range.</exception>
    public int Whole(string name, int absent, int maximum) => Text(name) is not { } text ? absent
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= maximum ? number
        : throw contract.InvalidQuery(name, $"must be a whole number from 1 to {maximum}.");

    /// <summary>The maximum number of items on the page.</summary>
    /// <exception cref="Refusal">400: not a number from 1 to the contract's maximum.</exception>
    public int Limit() => Whole("limit", contract.PageSize.Default, contract.PageSize.Maximum);
}
