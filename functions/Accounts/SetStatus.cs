using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Accounts;

/// <summary>Whether an account may be used.</summary>
/// <param name="Status">active or banned.</param>
public sealed record SetStatusRequest([property: Required] AccountStatus? Status);

/// <summary>Shuts an account or opens it again.</summary>
public sealed class SetStatus(Gate<SetStatus> gate, AccountStore accounts)
{
    /// <summary>
    /// 200 with the user as it is now; operators only. Its sessions end with the next request, and opening it again revives
    /// none. 409 <c>own_account</c> for an operator who would shut out themself.
    /// </summary>
    [Function(nameof(SetStatus))]
    [Access<AccountsContract>(Access.Operator)]
    [EndpointSummary("Shut an account or open it again (operators)")]
    [Tags("Operators")]
    [Refuses("own_account")]
    [Consumes(typeof(SetStatusRequest), "application/json")]
    [ProducesResponseType<User>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/users/{user_id}/status")] HttpRequest request,
        string user_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, UserJson.Wire.SetStatusRequest, cancellation);
            var status = body.Status ?? throw Refusal.Field("status", "must be active or banned.");
            var id = AccountPath.Id(user_id, caller);
            if (id == caller.Id && status == AccountStatus.Banned)
                throw new Refusal(409, "own_account", "Operators cannot shut out themselves.");
            var changed = await accounts.Change(id, account => account.WithStatus(status), cancellation);
            return Results.Json(User.Of(changed.Value), UserJson.Wire.User);
        });
}
