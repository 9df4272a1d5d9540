using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Accounts;

/// <summary>A signed-in client of an account.</summary>
/// <param name="Id">Used to end the session. It is not a credential.</param>
/// <param name="Client">The User-Agent that the client sent when it signed in.</param>
/// <param name="CreateTime">When it signed in.</param>
/// <param name="ExpireTime">When the session expires.</param>
/// <param name="Current">Whether this is the session of the request.</param>
public sealed record UserSession(string Id, string Client, DateTimeOffset CreateTime, DateTimeOffset ExpireTime, bool Current)
{
    public static UserSession Of(Session session, Caller caller) => new(
        session.Id, session.Client, session.CreateTime, session.ExpireTime, session.Id == caller.SessionId);
}

/// <summary>Lists the live sessions of an account.</summary>
public sealed class ListSessions(Gate<ListSessions> gate, SessionStore sessions)
{
    /// <summary>200 with the live sessions, newest first.</summary>
    [Function(nameof(ListSessions))]
    [Access<AccountsContract>(Access.Owner)]
    [EndpointSummary("Where you are signed in")]
    [Tags("Sessions")]
    [ProducesResponseType<IReadOnlyList<UserSession>>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/users/{user_id}/sessions")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var list = await sessions.List(caller.Account, cancellation);
            return Results.Json([.. list.Select(session => UserSession.Of(session, caller))], UserJson.Wire.IReadOnlyListUserSession);
        });
}
