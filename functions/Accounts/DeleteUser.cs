using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;
using SneakerCheck.Platform.Tokens;

namespace SneakerCheck.Accounts;

/// <summary>A deletion of an account.</summary>
/// <param name="Password">The caller's own password, to delete their own account. Operators who delete another's leave it out.</param>
public sealed record DeleteUserRequest(string? Password);

/// <summary>Deletes an account with everything that is its own.</summary>
public sealed class DeleteUser(
    Gate<DeleteUser> gate, AccountStore accounts, AccountDeparture departure, Passwords passwords, SignInThrottle throttle)
{
    /// <summary>
    /// 204, for the owner with the password or for an operator. Its sessions end at once; its checks, photos, pictures, devices,
    /// notifications and names are removed within minutes. 409 <c>last_admin</c>, or what another area says.
    /// </summary>
    [Function(nameof(DeleteUser))]
    [Access<AccountsContract>(Access.SignedIn)]
    [EndpointSummary("Delete your account; operators may delete any")]
    [Tags("Users")]
    [Refuses(
        "wrong_password",
        "last_admin",
        "owns_organization",
        "gigs_hold_money",
        "too_many_attempts",
        PasswordThreads.Busy,
        "try_again")]
    [Consumes(typeof(DeleteUserRequest), "application/json")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/users/{user_id}")] HttpRequest request,
        string user_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var id = AccountPath.Id(user_id, caller);
            if (id != caller.Id && !caller.IsOperator)
                throw new Refusal(403, "forbidden", "This belongs to another account.");
            var body = await RequestBody.ReadJson(request, UserJson.Wire.DeleteUserRequest, cancellation);
            if (id == caller.Id)
            {
                await RequirePassword(caller, body.Password ?? throw Refusal.Field("password", "is required."), cancellation);
            }
            else
            {
                var account = await accounts.Find(id, cancellation) ?? throw Refusal.NotFound("account");
                Roles.RequireRankOver(caller.Account, account.Value);
            }
            await departure.Accept(id, cancellation);
            if (id == caller.Id)
                request.HttpContext.Response.Cookies.Delete(SessionTokens.Cookie);
            return Results.NoContent();
        });

    private async Task RequirePassword(Caller caller, string password, CancellationToken cancellation)
    {
        using var place = passwords.Enter();
        await throttle.Count(caller.Id, cancellation);
        if (await passwords.Verify(caller.Account, password, cancellation) == PasswordVerificationResult.Failed)
            throw new Refusal(403, "wrong_password", "The password is wrong.");
        await throttle.Succeeded(caller.Id, cancellation);
    }
}
