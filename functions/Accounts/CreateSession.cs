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

/// <summary>A sign-in by one of e-mail, phone and user name.</summary>
/// <param name="Email">The e-mail.</param>
/// <param name="Phone">The phone.</param>
/// <param name="Username">The user name.</param>
/// <param name="Password">The password.</param>
public sealed record CreateSessionRequest(string? Email, string? Phone, string? Username, [property: Required] string? Password);

/// <summary>A sign-in that succeeded.</summary>
/// <param name="Token">To be sent as <c>Authorization: Bearer</c>.</param>
/// <param name="ExpireTime">When it ends by itself.</param>
/// <param name="User">Whose it is.</param>
public sealed record CreateSessionReply(string Token, DateTimeOffset ExpireTime, User User);

/// <summary>Signs in. The seed leaves 认证相关 empty; contracts.md adds it.</summary>
public sealed class CreateSession(Gate<CreateSession> gate, SignIn signIn)
{
    /// <summary>How long a phone stays signed in.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>200 with token and user, and the token as cookie; 401 <c>invalid_credentials</c>; 429 after five failures.</summary>
    [Function(nameof(CreateSession))]
    [Open<AccountsContract>]
    [EndpointSummary("Sign in")]
    [Tags("Sessions")]
    [Refuses("invalid_credentials", "account_banned", "too_many_attempts")]
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
            var account = await Verify(identity, body.Password ?? throw Refusal.Field("password", "is required."), cancellation);
            var signedIn = await signIn.Open(account, Lifetime, request.Headers.UserAgent.ToString(), cancellation);
            request.HttpContext.Response.Cookies.Append(
                SessionTokens.Cookie,
                signedIn.Token,
                new CookieOptions
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                    Secure = CameOverHttps(request),
                    Path = "/",
                    Expires = signedIn.Session.ExpireTime,
                });
            return Results.Json(
                new CreateSessionReply(signedIn.Token, signedIn.Session.ExpireTime, User.Of(account)), UserJson.Wire.CreateSessionReply);
        });

    // In Azure https ends before the function, which sees plain http and this header. Whoever makes it up harms only themself.
    private static bool CameOverHttps(HttpRequest request) =>
        request.IsHttps || request.Headers["X-Forwarded-Proto"].ToString().Split(',')[0].Trim().Equals("https", StringComparison.OrdinalIgnoreCase);

    // This contract tells nobody whether an account exists.
    private async Task<Account> Verify(string identity, string password, CancellationToken cancellation)
    {
        try
        {
            return await signIn.Verify(identity, password, cancellation);
        }
        catch (Refusal refusal) when (refusal.Code is "no_such_account" or "wrong_password")
        {
            throw new Refusal(401, "invalid_credentials", "There is no account with this identity and password.");
        }
    }
}
