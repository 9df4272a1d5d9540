using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Pictures;

/// <summary>Signs in by user name and password (seed 002: 使用者登入).</summary>
public sealed class LogIn(Gate<LogIn> gate, SignIn signIn)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <summary>200 with the token; 404 with code 4: unknown user; 401 with code 5: wrong password; 429 after five failures.</summary>
    [Function(nameof(LogIn))]
    [Open<PicturesContract>]
    [EndpointSummary("Sign in by user name")]
    [Tags("Pictures")]
    [Refuses("no_such_account", "wrong_password", "account_banned", "too_many_attempts", PasswordThreads.Busy)]
    [Consumes(typeof(UserCredentials), "application/json")]
    [ResponseHeader("Retry-After", StatusCodes.Status429TooManyRequests)]
    [ProducesResponseType<Envelope<LogInToken>>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/user/login")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async () =>
        {
            var body = await RequestBody.ReadJson(request, PictureWire.Json.UserCredentials, cancellation);
            var name = body.Username ?? throw Refusal.Field("username", "is required.");
            var password = body.Password ?? throw Refusal.Field("password", "is required.");
            var signedIn = await signIn.Run(request, name, password, Lifetime, cancellation);
            return PicturesContract.Success(new LogInToken(signedIn.Token), PictureWire.Json.EnvelopeLogInToken);
        });
}
