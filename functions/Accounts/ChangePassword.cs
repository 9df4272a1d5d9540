using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Accounts;

/// <summary>A new password.</summary>
/// <param name="OldPassword">The current password.</param>
/// <param name="NewPassword">6 to 128 characters.</param>
public sealed record ChangePasswordRequest([property: Required] string? OldPassword, [property: Required] string? NewPassword);

/// <summary>Changes the caller's password and signs out all other clients.</summary>
public sealed class ChangePassword(
    Gate<ChangePassword> gate,
    AccountStore accounts,
    SessionStore sessions,
    Passwords passwords,
    SignInThrottle throttle,
    KnownDevices devices,
    TimeProvider time)
{
    /// <summary>
    /// 204. The caller's session stays; all others end in the same commit. 403 <c>wrong_password</c> if the old password is wrong;
    /// 429 <c>too_many_attempts</c> after five of these.
    /// </summary>
    [Function(nameof(ChangePassword))]
    [Access<AccountsContract>(Access.Owner)]
    [EndpointSummary("Change your password and sign out all other clients")]
    [Tags("Users")]
    [Refuses("wrong_password", "too_many_attempts", PasswordThreads.Busy)]
    [Consumes(typeof(ChangePasswordRequest), "application/json")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/users/{user_id}/password")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, UserJson.Wire.ChangePasswordRequest, cancellation);
            var oldPassword = body.OldPassword ?? throw Refusal.Field("old_password", "is required.");
            var newPassword = Passwords.Acceptable(body.NewPassword, CreateUser.MinimumPassword, "new_password");
            using var place = passwords.Enter();
            await throttle.Count(caller.Id, cancellation);
            devices.Remember(request, await Change(caller, oldPassword, newPassword, cancellation));
            await throttle.Succeeded(caller.Id, cancellation);
            return Results.NoContent();
        });

    private Task<Account> Change(Caller caller, string oldPassword, string newPassword, CancellationToken cancellation)
    {
        string? verified = null;
        string? hash = null;
        return DocumentChanges.Retry(time, Try, cancellation);

        // Hashing takes long, so it is not part of the change. If another password was stored meanwhile, the old one is verified again.
        async Task<Account?> Try()
        {
            var account = (await accounts.Find(caller.Id, cancellation))?.Value ?? throw Refusal.NotFound("account");
            if (account.PasswordHash != verified)
            {
                if (await passwords.Verify(account, oldPassword, cancellation) == PasswordVerificationResult.Failed)
                    throw new Refusal(403, "wrong_password", "The old password is wrong.");
                verified = account.PasswordHash;
            }
            hash ??= await passwords.Hash(newPassword, cancellation);
            var changed = await accounts.Change(
                caller.Id,
                current => current.PasswordHash == verified ? current.WithPassword(hash) : current,
                (before, after, commit) => sessions.Keep(caller.SessionId, before, after, commit, cancellation),
                cancellation);
            return changed.Value.PasswordHash == hash ? changed.Value : null;
        }
    }
}
