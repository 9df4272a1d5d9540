using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Accounts;

/// <summary>A new role.</summary>
/// <param name="Role">member, operator or admin.</param>
public sealed record SetRoleRequest([property: Required] AccountRole? Role);

/// <summary>Makes an account an operator, an admin or a member.</summary>
public sealed class SetRole(Gate<SetRole> gate, Roles roles)
{
    /// <summary>200 with the changed user; admins only. 409 <c>last_admin</c> if no admin would be left.</summary>
    [Function(nameof(SetRole))]
    [Access<AccountsContract>(Access.Admin)]
    [EndpointSummary("Set an account's role (admins)")]
    [Tags("Operators")]
    [Refuses("last_admin", "banned_account", "try_again")]
    [Consumes(typeof(SetRoleRequest), "application/json")]
    [ProducesResponseType<User>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/users/{user_id}/role")] HttpRequest request,
        string user_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, UserJson.Wire.SetRoleRequest, cancellation);
            var role = body.Role ?? throw Refusal.Field("role", "must be member, operator or admin.");
            var changed = await roles.Set(AccountPath.Id(user_id, caller), role, cancellation);
            return Results.Json(User.Of(changed), UserJson.Wire.User);
        });
}
