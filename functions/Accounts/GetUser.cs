using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Accounts;

/// <summary>Shows an account to its owner (seed 000: 得到自己用户信息).</summary>
public sealed class GetUser(Gate<GetUser> gate)
{
    [Function(nameof(GetUser))]
    [Access<AccountsContract>(Access.Owner)]
    [EndpointSummary("Your own account")]
    [Tags("Users")]
    [ProducesResponseType<User>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/users/{user_id}")] HttpRequest request) =>
        gate.Run(request, (Caller caller) =>
            Task.FromResult(Results.Json(User.Of(caller.Account), UserJson.Wire.User)));
}
