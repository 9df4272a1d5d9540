using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;
using SneakerCheck.Platform.Tokens;

namespace SneakerCheck.Accounts;

/// <summary>A sign-in by e-mail, phone or user name. Give one of them.</summary>
/// <param name="Email">The e-mail.</param>
/// <param name="Phone">The phone.</param>
/// <param name="Username">The user name.</param>
/// <param name="Password">The password.</param>
public sealed record CreateSessionRequest(string? Email, string? Phone, string? Username, [property: Required] string? Password);

/// <summary>A sign-in that succeeded.</summary>
/// <param name="Token">Send it as <c>Authorization: Bearer</c>.</param>
/// <param name="ExpireTime">When the token expires.</param>
/// <param name="User">The user who signed in.</param>
public sealed record CreateSessionReply(string Token, DateTimeOffset ExpireTime, User User);

/// <summary>Signs in. Seed 000 leaves its section 认证相关 empty; contracts.md defines it.</summary>
public sealed class CreateSession(Gate<CreateSession> gate, SignIn signIn)
{
    /// <summary>How long a phone stays signed in.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>200 with the token, the user and the token as a cookie; 401 <c>invalid_credentials</c>; 429 after five failures.</summary>
    [Function(nameof(CreateSession))]
    [Open<AccountsContract>]
    [EndpointSummary("Sign in")]
    [Tags("Sessions")]
    [Refuses("invalid_credentials", "account_banned", "too_many_attempts", PasswordThreads.Busy)]
    [Consumes(typeof(CreateSessionRequest), "application/json")]
    [ResponseHeader("Set-Cookie", StatusCodes.Status200OK)]
    [ProducesResponseType<CreateSessionReply>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/sessions")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async () =>
        {
            var body = await RequestBody.ReadJson(request, UserJson.Wire.CreateSessionRequest, cancellation);
            var identity = new[] { body.Email, body.Phone, body.Username }.FirstOrDefault(value => !string.IsNullOrWhiteSpace(value))
                ?? throw Refusal.Field("email", "give one of email, phone and username.");
            var signedIn = await Run(request, identity, body.Password ?? throw Refusal.Field("password", "is required."), cancellation);
            request.HttpContext.Response.Cookies.Append(
                SessionTokens.Cookie, signedIn.Token, ClientCookie.Options(request, signedIn.Session.ExpireTime));
            return Results.Json(
                new CreateSessionReply(signedIn.Token, signedIn.Session.ExpireTime, User.Of(signedIn.Account)),
                UserJson.Wire.CreateSessionReply);
        });

    // Both cases get the same reply, so that nobody learns whether an account exists.
    private async Task<SignedIn> Run(HttpRequest request, string identity, string password, CancellationToken cancellation)
    {
        try
        {
            return await signIn.Run(request, identity, password, Lifetime, cancellation);
        }
        catch (Refusal refusal) when (refusal.Code is "no_such_account" or "wrong_password")
        {
            throw new Refusal(401, "invalid_credentials", "There is no account with this identity and password.");
        }
    }
}
