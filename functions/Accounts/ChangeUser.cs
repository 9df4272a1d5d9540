using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Accounts;

/// <summary>Changes to an account. Members that are absent or null stay as they are.</summary>
/// <param name="NickName">1 to 64 characters.</param>
/// <param name="Email">An empty string removes it.</param>
/// <param name="Phone">An empty string removes it.</param>
/// <param name="Quota">Only the current value is accepted; operators set it.</param>
public sealed record ChangeUserRequest(string? NickName, string? Email, string? Phone, int? Quota);

/// <summary>Changes the caller's own account (seed 000: 修正自己的用户信息).</summary>
public sealed class ChangeUser(Gate<ChangeUser> gate, AccountStore accounts)
{
    /// <summary>200 with the changed user.</summary>
    [Function(nameof(ChangeUser))]
    [Access<AccountsContract>(Access.Owner)]
    [EndpointSummary("Change your own account")]
    [Tags("Users")]
    [Refuses("identity_required", "username_taken", "email_taken", "phone_taken")]
    [Consumes(typeof(ChangeUserRequest), "application/json")]
    [ProducesResponseType<User>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/users/{user_id}")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, UserJson.Wire.ChangeUserRequest, cancellation);
            var changed = await accounts.Change(caller.Id, account => Changed(account, body), cancellation);
            return Results.Json(User.Of(changed.Value), UserJson.Wire.User);
        });

    private static Account Changed(Account account, ChangeUserRequest body)
    {
        if (body.Quota is { } quota && quota != account.Quota)
            throw Refusal.Field("quota", "is set by the operator.");
        var changed = account with
        {
            NickName = body.NickName is null ? account.NickName : Identity.Name("nick_name", body.NickName, 1, 64),
            Email = body.Email is null ? account.Email : Identity.Email(body.Email),
            Phone = body.Phone is null ? account.Phone : Identity.Phone(body.Phone),
        };
        return changed.Identities.Any()
            ? changed
            : throw new Refusal(400, "identity_required", "Keep at least one of user name, e-mail and phone to sign in by.");
    }
}
