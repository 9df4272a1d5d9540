using Microsoft.AspNetCore.Http;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Gigs.Money;

/// <summary>The optional header by which a client says that a request repeats an earlier one.</summary>
public static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <summary>The id of the request (<see cref="LedgerRequest.DocumentId"/>); null without the header.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>.</exception>
    public static string? RequestId(HttpRequest request, long callerId) => request.Headers[Header] switch
    {
        [] => null,
        [{ Length: >= 1 and <= LedgerRequest.LongestKey } key] => LedgerRequest.DocumentId(callerId, key),
        _ => throw Refusal.Field(Header, $"must be one text of 1 to {LedgerRequest.LongestKey} characters."),
    };
}
