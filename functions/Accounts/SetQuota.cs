using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;

namespace SneakerCheck.Accounts;

/// <summary>A new quota.</summary>
/// <param name="Quota">0 to 100,000 tasks. Lowering it deletes no tasks.</param>
public sealed record SetQuotaRequest([property: Required] int? Quota);

/// <summary>Sets the maximum number of tasks of an account.</summary>
public sealed class SetQuota(Gate<SetQuota> gate, AccountStore accounts)
{
    private const int Maximum = 100_000;

    /// <summary>200 with the changed user; operators only.</summary>
    [Function(nameof(SetQuota))]
    [Access<AccountsContract>(Access.Operator)]
    [EndpointSummary("Set an account's quota (operators)")]
    [Tags("Operators")]
    [Consumes(typeof(SetQuotaRequest), "application/json")]
    [ProducesResponseType<User>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/users/{user_id}/quota")] HttpRequest request,
        string user_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, UserJson.Wire.SetQuotaRequest, cancellation);
            var quota = body.Quota is >= 0 and <= Maximum
                ? body.Quota.Value
                : throw Refusal.Field("quota", $"must be a whole number from 0 to {Maximum}.");
            var id = AccountPath.Id(user_id, caller);
            var changed = await accounts.Change(id, account => account with { Quota = quota }, cancellation);
            return Results.Json(User.Of(changed.Value), UserJson.Wire.User);
        });
}
