using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>Signs out any of one's own clients, such as a lost phone.</summary>
public sealed class EndSessionById(ApiGate gate, SessionStore sessions)
{
    /// <summary>204; its token is refused from the next request on. 404 where the account has no such session any more.</summary>
    [Function(nameof(EndSessionById))]
    [EndpointSummary("Sign out one of your clients")]
    [Tags("Sessions")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<Problem>(StatusCodes.Status401Unauthorized, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status403Forbidden, "application/problem+json")]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound, "application/problem+json")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/users/{user_id}/sessions/{session_id}")] HttpRequest request,
        string user_id,
        string session_id,
        CancellationToken cancellation) =>
        gate.Owner(request, user_id, async caller =>
            await sessions.EndLive(caller.Account, session_id, cancellation)
                ? Results.NoContent()
                : throw Refusal.NotFound("session"));
}
