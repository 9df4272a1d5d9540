using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Checks;

/// <summary>Lists labelled photos.</summary>
public sealed class ListExemplars(Gate<ListExemplars> gate, ExemplarStore exemplars)
{
    /// <summary>200 with exemplars, newest first; the next page in the Link header.</summary>
    [Function(nameof(ListExemplars))]
    [Access<ChecksContract>(Access.Operator)]
    [EndpointSummary("Labelled photos, newest first (operators)")]
    [Tags("Operators")]
    [QueryParameter("shoe_model")]
    [QueryParameter("view")]
    [QueryParameter("verdict")]
    [QueryParameter("pair")]
    [QueryParameter("limit")]
    [QueryParameter("continuation")]
    [ResponseHeader("Link", StatusCodes.Status200OK)]
    [ProducesResponseType<IReadOnlyList<ExemplarView>>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/exemplars")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller _) =>
        {
            var query = gate.Query(request);
            var filter = new ExemplarFilter(
                query.Text("shoe_model"), query.Text("view"), TaskRules.Verdict(query.Text("verdict")), query.Text("pair"));
            var page = await Paging.Find(exemplars.List(filter, query.Limit(), query.Continuation, cancellation));
            Paging.LinkNext(request, page.Continuation);
            return Results.Json([.. page.Items.Select(item => ExemplarView.Of(item.Value))], TaskJson.Wire.IReadOnlyListExemplarView);
        });
}
