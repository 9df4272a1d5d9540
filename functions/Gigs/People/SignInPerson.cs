using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs.People;

/// <summary>A sign-in by one of e-mail, phone number and user name.</summary>
/// <param name="Email">The e-mail.</param>
/// <param name="PhoneNumber">The phone number.</param>
/// <param name="Username">The user name, of accounts that have one.</param>
/// <param name="Password">The password.</param>
public sealed record SignInRequest(string? Email, string? PhoneNumber, string? Username, [property: Required] string? Password);

/// <summary>A sign-in that succeeded.</summary>
/// <param name="AccessToken">Send it as <c>Authorization: JWT</c>.</param>
public sealed record SignedInPerson(string AccessToken);

/// <summary>Signs in (seed 003: 用户登陆).</summary>
public sealed class SignInPerson(Gate<SignInPerson> gate, SignIn signIn)
{
    /// <summary>200 with a token; 404 if no account has this identity and password; 429 after five failures.</summary>
    [Function(nameof(SignInPerson))]
    [Open<GigsContract>]
    [EndpointSummary("Sign in by e-mail or phone number")]
    [Tags("People")]
    [Refuses("no_such_login", "account_banned", "too_many_attempts", "try_again", PasswordThreads.Busy)]
    [Consumes(typeof(SignInRequest), "application/json")]
    [ProducesResponseType<SignedInPerson>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sessions")] HttpRequest request, CancellationToken cancellation) =>
        gate.Run(request, async () =>
        {
            var body = await RequestBody.ReadJson(request, PersonWire.Json.SignInRequest, cancellation);
            var identities = new[] { body.Email, body.PhoneNumber, body.Username }.Where(value => !string.IsNullOrWhiteSpace(value));
            var identity = identities.ToArray() is [{ } one]
                ? one
                : throw Refusal.Field("email", "give one of email, phone_number and username.");
            var token = await Run(request, identity, body.Password ?? throw Refusal.Field("password", "is required."), cancellation);
            return Results.Json(new SignedInPerson(token), PersonWire.Json.SignedInPerson);
        });

    // Both cases get the seed's one reply, so that nobody learns whether an account exists.
    private async Task<string> Run(HttpRequest request, string identity, string password, CancellationToken cancellation)
    {
        try
        {
            return (await signIn.Run(request, identity, password, CreateSession.Lifetime, cancellation)).Token;
        }
        catch (Refusal refusal) when (refusal.Code is "no_such_account" or "wrong_password")
        {
            throw new Refusal(404, "no_such_login", "account not found/password incorrect");
        }
    }
}
