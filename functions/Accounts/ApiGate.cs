using System.Globalization;
using Microsoft.AspNetCore.Http;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>
/// The way into every function under <c>/api/v1</c>: finds out who calls and whether they may, and answers refusals and
/// faults by <c>application/problem+json</c>.
/// </summary>
public sealed class ApiGate(FunctionGuard guard, Authentication authentication)
{
    /// <summary>The word that stands for one's own id in a path.</summary>
    public const string Me = "me";

    /// <summary>Lets everybody in.</summary>
    public Task<IResult> Open(HttpRequest request, Func<Task<IResult>> handle) =>
        guard.Run(request, handle, refusal => new ProblemResult(refusal));

    /// <summary>Lets in whoever is signed in. Otherwise 401 <c>not_signed_in</c>, <c>token_expired</c> or <c>token_invalid</c>.</summary>
    public Task<IResult> SignedIn(HttpRequest request, Func<Caller, Task<IResult>> handle) =>
        Open(request, async () => await handle(await Caller(request)));

    /// <summary>
    /// Lets in the account that the path names, by its id or <c>me</c>. Otherwise 401, 404 where that is no id, 403 <c>forbidden</c>.
    /// </summary>
    public Task<IResult> Owner(HttpRequest request, string userId, Func<Caller, Task<IResult>> handle) =>
        SignedIn(request, caller =>
            AccountId(userId, caller) == caller.Id
                ? handle(caller)
                : throw new Refusal(403, "forbidden", "This belongs to another account."));

    /// <summary>Lets in operators. Otherwise 401, or 403 <c>forbidden</c>.</summary>
    public Task<IResult> Operator(HttpRequest request, Func<Caller, Task<IResult>> handle) =>
        SignedIn(request, caller =>
            caller.IsOperator ? handle(caller) : throw new Refusal(403, "forbidden", "Only an operator may do this."));

    /// <summary>The account that a path names, by its id or <c>me</c>.</summary>
    /// <exception cref="Refusal">404 <c>not_found</c>: it cannot be one.</exception>
    public static long AccountId(string userId, Caller caller) => userId == Me ? caller.Id
        : long.TryParse(userId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id
        : throw Refusal.NotFound("account");

    private async Task<Caller> Caller(HttpRequest request)
    {
        var (caller, fault) = await authentication.Authenticate(request, request.HttpContext.RequestAborted);
        return caller ?? throw (fault switch
        {
            AuthenticationFault.Missing => new Refusal(401, "not_signed_in", "Sign in first: the request carries no token."),
            AuthenticationFault.Expired => new Refusal(401, "token_expired", "The token's time is over. Sign in again."),
            AuthenticationFault.Banned => new Refusal(403, "account_banned", "This account has been shut by an operator."),
            _ => new Refusal(401, "token_invalid", "The token is not valid, or its session has ended. Sign in again."),
        });
    }
}
