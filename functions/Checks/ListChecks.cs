using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Checks;

/// <summary>Lists the checks of all accounts, for operators.</summary>
public sealed class ListChecks(Gate<ListChecks> gate, CheckStore checks)
{
    /// <summary>200 with tasks of all accounts, newest first; the next page in the Link header.</summary>
    [Function(nameof(ListChecks))]
    [Access<ChecksContract>(Access.Operator)]
    [EndpointSummary("The tasks of all accounts (operators)")]
    [Tags("Operators")]
    [QueryParameter("state")]
    [QueryParameter("shoe_model")]
    [QueryParameter("answer")]
    [QueryParameter("review_hold")]
    [QueryParameter("audit")]
    [QueryParameter("limit")]
    [QueryParameter("continuation")]
    [ResponseHeader("Link", StatusCodes.Status200OK)]
    [ProducesResponseType<IReadOnlyList<CheckTask>>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/checks")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller _) =>
        {
            var query = gate.Query(request);
            var filter = new CheckFilter
            {
                State = TaskRules.State(query.Text("state")),
                Answer = TaskRules.Answer(query.Text("answer")),
                ShoeModel = query.Text("shoe_model"),
                ReviewHold = query.Flag("review_hold"),
                Audit = query.Flag("audit"),
            };
            var page = await Paging.Find(checks.ListAll(filter, query.Limit(), query.Continuation, cancellation));
            Paging.LinkNext(request, page.Continuation);
            return Results.Json([.. page.Items.Select(CheckTask.ForOperator)], TaskJson.Wire.IReadOnlyListCheckTask);
        });
}
