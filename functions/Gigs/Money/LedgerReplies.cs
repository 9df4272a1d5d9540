using Microsoft.AspNetCore.Http;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;

namespace SneakerCheck.Gigs.Money;

/// <summary>Writes the movements of an account.</summary>
public sealed class LedgerReplies(Ledger ledger)
{
    /// <summary>A page, newest first, by the query parameters <c>limit</c> and <c>after</c>.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>.</exception>
    public async Task<IResult> List(LedgerAccount account, RequestQuery query, CancellationToken cancellation)
    {
        var page = await Paging.Find(ledger.Entries(account, query.Limit(), query.Text("after"), cancellation), "after");
        return Results.Json(
            new EntryList(
                await ledger.Balance(account, cancellation),
                [.. page.Items.Select(posting => EntryBody.Of(posting.Value))],
                page.Continuation),
            LedgerWire.Json.EntryList);
    }
}
