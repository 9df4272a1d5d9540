using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>Shows an account to its owner (seed 000: 得到自己用户信息).</summary>
public sealed class GetUser(ApiGate gate)
{
    /// <summary>200 with the user.</summary>
    [Function(nameof(GetUser))]
    [EndpointSummary("Your own account")]
    [Tags("Users")]
    [ProducesResponseType<User>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status401Unauthorized, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status403Forbidden, "application/problem+json")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/users/{user_id}")] HttpRequest request,
        string user_id) =>
        gate.Owner(request, user_id, caller =>
            Task.FromResult(Results.Json(User.Of(caller.Account), UserJson.Wire.User)));
}
