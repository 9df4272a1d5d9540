using System.Globalization;
using Microsoft.AspNetCore.Http;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Platform.Http;

/// <summary>
/// The query parameters of a request, read by the rules of a contract. Only parameters that the function declares can be read, so
/// that the API description is complete. A parameter given twice is refused wherever it is not free text.
/// </summary>
public sealed class RequestQuery(HttpRequest request, Contract contract, IReadOnlySet<string> declared)
{
    /// <summary>The parameter that says where a page begins.</summary>
    public const string ContinuationName = "continuation";

    /// <summary>Where the page begins; null for the first.</summary>
    public string? Continuation => Text(ContinuationName);

    /// <summary>A parameter as it is; null where it is absent.</summary>
    public string? Text(string name) => declared.Contains(name)
        ? request.Query[name] is { Count: > 0 } values ? values.ToString() : null
        : throw new InvalidOperationException($"The function does not declare the query parameter {name}.");

    /// <summary>A parameter that is <c>true</c> or <c>false</c>; absent it is false.</summary>
    /// <exception cref="Refusal">400: neither.</exception>
    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw contract.InvalidQuery(name, "must be true or false."),
    };

    /// <summary>Whether a parameter is given that knows one text only; empty means absent.</summary>
    /// <exception cref="Refusal">400: another text.</exception>
    public bool IsChosen(string name, string only) => Text(name) switch
    {
        null or "" => false,
        var text when text == only => true,
        _ => throw contract.InvalidQuery(name, $"must be {only}."),
    };

    /// <summary>A whole number from 1.</summary>
    /// <exception cref="Refusal">400: no number, or out of bounds.</exception>
    public int Whole(string name, int absent, int maximum) => Text(name) is not { } text ? absent
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= maximum ? number
        : throw contract.InvalidQuery(name, $"must be a whole number from 1 to {maximum}.");

    /// <summary>How many items the page may have.</summary>
    /// <exception cref="Refusal">400: not a number from 1 to the contract's maximum.</exception>
    public int Limit() => Whole("limit", contract.PageSize.Default, contract.PageSize.Maximum);
}
