using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Tokens;

namespace SneakerCheck.Accounts;

/// <summary>Signs out.</summary>
public sealed class EndSession(Gate<EndSession> gate, SignIn signIn)
{
    /// <summary>204. The token is refused from the next request on.</summary>
    [Function(nameof(EndSession))]
    [Access<AccountsContract>(Access.SignedIn)]
    [EndpointSummary("Sign out")]
    [Tags("Sessions")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/sessions/current")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            await signIn.End(caller.Id, caller.SessionId, cancellation);
            request.HttpContext.Response.Cookies.Delete(SessionTokens.Cookie);
            return Results.NoContent();
        });
}
