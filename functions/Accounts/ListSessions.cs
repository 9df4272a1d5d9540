using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Accounts;

/// <summary>A signed-in client as the account's owner sees it.</summary>
/// <param name="Id">To end it by; opens nothing.</param>
/// <param name="Client">What the client called itself when it signed in.</param>
/// <param name="CreateTime">When it signed in.</param>
/// <param name="ExpireTime">When it ends by itself.</param>
/// <param name="Current">Whether it is the one that asks.</param>
public sealed record UserSession(string Id, string Client, DateTimeOffset CreateTime, DateTimeOffset ExpireTime, bool Current)
{
    /// <summary>What is shown of a session.</summary>
    public static UserSession Of(Session session, Caller caller) => new(
        session.Id, session.Client, session.CreateTime, session.ExpireTime, session.Id == caller.SessionId);
}

/// <summary>Shows where an account is signed in.</summary>
public sealed class ListSessions(Gate<ListSessions> gate, SessionStore sessions)
{
    /// <summary>200 with the sessions that may be used, the newest first.</summary>
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
