using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Accounts;

/// <summary>A new status.</summary>
/// <param name="Status">active or banned.</param>
public sealed record SetStatusRequest([property: Required] AccountStatus? Status);

/// <summary>Bans an account or lifts the ban.</summary>
public sealed class SetStatus(Gate<SetStatus> gate, Roles roles)
{
    /// <summary>
    /// 200 with the changed user; operators only. A ban ends all sessions, and lifting it does not revive them. 409
    /// <c>own_account</c> if operators try to ban themselves.
    /// </summary>
    [Function(nameof(SetStatus))]
    [Access<AccountsContract>(Access.Operator)]
    [EndpointSummary("Ban an account or lift its ban (operators)")]
    [Tags("Operators")]
    [Refuses("own_account", "last_admin", "try_again")]
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
                throw new Refusal(409, "own_account", "Operators cannot ban themselves. Ask another operator.");
            var changed = await roles.Change(
                id,
                account =>
                {
                    Roles.RequireRankOver(caller.Account, account);
                    return account.WithStatus(status);
                },
                cancellation);
            return Results.Json(User.Of(changed.Value), UserJson.Wire.User);
        });
}
