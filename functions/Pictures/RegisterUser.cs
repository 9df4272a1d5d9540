using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.Limits;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Pictures;

/// <summary>Registers an account by user name and password (seed 002: 使用者註冊).</summary>
public sealed class RegisterUser(Gate<RegisterUser> gate, Registration registration, ClientAddresses addresses)
{
    private const int MinimumLength = 3;
    private const int MaximumLength = 64;

    /// <summary>200 with the user name; 400 with code 2, 12 or 13; 409 with code 3 if the name is taken.</summary>
    [Function(nameof(RegisterUser))]
    [Open<PicturesContract>]
    [EndpointSummary("Register by user name")]
    [Tags("Pictures")]
    [Refuses("username_taken", "username_length", "username_form", "password_length", UsageLimits.TooMany, PasswordThreads.Busy)]
    [Consumes(typeof(UserCredentials), "application/json")]
    [ProducesResponseType<Envelope<RegisteredUser>>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/user/register")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async () =>
        {
            var body = await RequestBody.ReadJson(request, PictureWire.Json.UserCredentials, cancellation);
            var name = body.Username?.Trim() ?? throw Refusal.Field("username", "is required.");
            var password = body.Password ?? throw Refusal.Field("password", "is required.");
            if (!IsPrintable(name) || !Identity.IsPlausible(name))
                throw new Refusal(400, "username_length", Rule("username"));
            if (UserNames.Fault(name) is { } fault)
                throw new Refusal(400, "username_form", $"The username {fault}");
            if (!IsPrintable(password))
                throw new Refusal(400, "password_length", Rule("password"));
            var account = await registration.Register(
                new Registrant(name, name, null, null, password), addresses.Network(request), cancellation);
            return PicturesContract.Success(new RegisteredUser(account.UserName!), PictureWire.Json.EnvelopeRegisteredUser);
        });

    private static bool IsPrintable(string text) =>
        text.Length is >= MinimumLength and <= MaximumLength
        && !text.Any(character => char.IsControl(character) || char.IsSurrogate(character) && !IsPaired(text));

    private static bool IsPaired(string text) => text.EnumerateRunes().All(rune => rune.Value != 0xFFFD);

    private static string Rule(string field) =>
        $"The {field} must have {MinimumLength} to {MaximumLength} printable characters.";
}
