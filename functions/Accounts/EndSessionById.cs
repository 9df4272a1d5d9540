using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>Signs out one of the caller's clients, such as a lost phone.</summary>
public sealed class EndSessionById(Gate<EndSessionById> gate, SessionStore sessions)
{
    /// <summary>204. Its token is refused from the next request on. 404 if the account has no such live session.</summary>
    [Function(nameof(EndSessionById))]
    [Access<AccountsContract>(Access.Owner)]
    [EndpointSummary("Sign out one of your clients")]
    [Tags("Sessions")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/users/{user_id}/sessions/{session_id}")] HttpRequest request,
        string session_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
            await sessions.EndLive(caller.Account, session_id, cancellation)
                ? Results.NoContent()
                : throw Refusal.NotFound("session"));
}
