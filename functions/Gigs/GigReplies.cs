using Microsoft.AspNetCore.Http;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;

namespace SneakerCheck.Gigs;

/// <summary>Writes gigs with those who take part in them.</summary>
public sealed class GigReplies(GigStore gigs)
{
    public async Task<IResult> One(Document<Gig> gig, CancellationToken cancellation, int status = StatusCodes.Status200OK)
    {
        var participants = await gigs.ParticipantsOf([gig], cancellation);
        return Results.Json(GigBody.Of(gig.Value, [.. participants[gig.Value.Id]]), GigWire.Json.GigBody, statusCode: status);
    }

    /// <summary>A page of a creator's gigs, newest first, by the query parameters <c>limit</c> and <c>after</c>.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>.</exception>
    public async Task<IResult> List(LedgerAccount payer, RequestQuery query, CancellationToken cancellation)
    {
        var page = await Paging.Find(gigs.List(payer, query.Limit(), query.Text("after"), cancellation), "after");
        var participants = await gigs.ParticipantsOf(page.Items, cancellation);
        return Results.Json(
            new GigList(
                [.. page.Items.Select(gig => GigBody.Of(gig.Value, [.. participants[gig.Value.Id]]))], page.Continuation),
            GigWire.Json.GigList);
    }
}
