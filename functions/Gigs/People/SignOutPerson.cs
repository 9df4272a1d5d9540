using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Tokens;

namespace SneakerCheck.Gigs.People;

/// <summary>Signs out (seed 003: 用户登陆注销).</summary>
public sealed class SignOutPerson(Gate<SignOutPerson> gate, SignIn signIn)
{
    /// <summary>200, without a body. The token is refused from the next request on.</summary>
    [Function(nameof(SignOutPerson))]
    [Access<GigsContract>(Access.Owner)]
    [EndpointSummary("Sign out")]
    [Tags("People")]
    [ProducesResponseType(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/{user_id}/session")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            await signIn.End(caller.Id, caller.SessionId, cancellation);
            request.HttpContext.Response.Cookies.Delete(SessionTokens.Cookie);
            return Results.Ok();
        });
}
