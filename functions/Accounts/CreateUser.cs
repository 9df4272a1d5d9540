using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.Limits;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Accounts;

/// <summary>A registration.</summary>
/// <param name="NickName">1 to 64 characters.</param>
/// <param name="Email">To sign in by; optional.</param>
/// <param name="Phone">To sign in by; optional.</param>
/// <param name="Username">To sign in by; optional. Without e-mail, phone and user name, the nick name is used.</param>
/// <param name="Password">6 to 128 characters.</param>
public sealed record CreateUserRequest(
    [property: Required] string? NickName,
    string? Email,
    string? Phone,
    string? Username,
    [property: Required] string? Password);

/// <summary>Registers an account. Seed 000 leaves this open; contracts.md defines it.</summary>
public sealed class CreateUser(Gate<CreateUser> gate, Registration registration, ClientAddresses addresses)
{
    /// <summary>The minimum length of a password in this contract, in characters.</summary>
    public const int MinimumPassword = 6;

    /// <summary>201 with the new user; 409 if an identity is taken.</summary>
    [Function(nameof(CreateUser))]
    [Open<AccountsContract>]
    [EndpointSummary("Register an account")]
    [Tags("Users")]
    [Refuses("username_taken", "email_taken", "phone_taken", UsageLimits.TooMany, PasswordThreads.Busy)]
    [Consumes(typeof(CreateUserRequest), "application/json")]
    [ResponseHeader("Location", StatusCodes.Status201Created)]
    [ProducesResponseType<User>(StatusCodes.Status201Created)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/users")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async () =>
        {
            var body = await RequestBody.ReadJson(request, UserJson.Wire.CreateUserRequest, cancellation);
            var account = await registration.Register(
                new Registrant(
                    Identity.Name("nick_name", body.NickName, 1, 64),
                    string.IsNullOrWhiteSpace(body.Username) ? null : Identity.UserName("username", body.Username, 3, 64),
                    body.Email,
                    body.Phone,
                    Passwords.Acceptable(body.Password, MinimumPassword)),
                addresses.Network(request),
                cancellation);
            request.HttpContext.Response.Headers.Location = $"/api/v1/users/{account.Id}";
            return Results.Json(User.Of(account), UserJson.Wire.User, statusCode: StatusCodes.Status201Created);
        });
}
