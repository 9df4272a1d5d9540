using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.Limits;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs.People;

/// <summary>A registration by e-mail or phone number, or both.</summary>
/// <param name="Email">To sign in by; optional.</param>
/// <param name="PhoneNumber">To sign in by; optional.</param>
/// <param name="Password">6 to 128 characters.</param>
public sealed record RegisterPersonRequest(string? Email, string? PhoneNumber, [property: Required] string? Password);

/// <summary>The new account, signed in.</summary>
/// <param name="UserId">The account's id.</param>
/// <param name="AccessToken">Send it as <c>Authorization: JWT</c>.</param>
public sealed record RegisteredPerson(long UserId, string AccessToken);

/// <summary>Registers an account and signs it in (seed 003: 用户创建).</summary>
public sealed class RegisterPerson(
    Gate<RegisterPerson> gate, Registration registration, SignIn signIn, ClientAddresses addresses)
{
    /// <summary>201 with the id and a token; 409 if another account has the e-mail or the phone number.</summary>
    [Function(nameof(RegisterPerson))]
    [Open<GigsContract>]
    [EndpointSummary("Register by e-mail or phone number")]
    [Tags("People")]
    [Refuses("email_taken", "phone_taken", "try_again", UsageLimits.TooMany, PasswordThreads.Busy)]
    [Consumes(typeof(RegisterPersonRequest), "application/json")]
    [ResponseHeader("Location", StatusCodes.Status201Created)]
    [ProducesResponseType<RegisteredPerson>(StatusCodes.Status201Created)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users")] HttpRequest request, CancellationToken cancellation) =>
        gate.Run(request, async () =>
        {
            var body = await RequestBody.ReadJson(request, PersonWire.Json.RegisterPersonRequest, cancellation);
            var email = Identity.Email(body.Email);
            var phone = Identity.Phone(body.PhoneNumber, "phone_number");
            if (email is null && phone is null)
                throw Refusal.Field("email", "or phone_number is required.");
            var password = Passwords.Acceptable(body.Password, CreateUser.MinimumPassword);
            var account = await registration.Register(
                new Registrant(NewNickname(), null, email, phone, password), addresses.Network(request), cancellation);
            var signedIn = await signIn.Open(
                account, CreateSession.Lifetime, request.Headers.UserAgent.ToString(), cancellation);
            request.HttpContext.Response.Headers.Location = $"/users/{account.Id}";
            return Results.Json(
                new RegisteredPerson(account.Id, signedIn.Token),
                PersonWire.Json.RegisteredPerson,
                statusCode: StatusCodes.Status201Created);
        });

    // Everybody sees it, so it must not come from the address or the number.
    private static string NewNickname() =>
        string.Create(CultureInfo.InvariantCulture, $"user-{RandomNumberGenerator.GetInt32(1_000_000):D6}");
}
