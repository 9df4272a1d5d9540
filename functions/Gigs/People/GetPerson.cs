using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Gigs.People;

/// <summary>Shows a person (seed 003: 用户信息).</summary>
public sealed class GetPerson(Gate<GetPerson> gate, ProfileStore profiles)
{
    /// <summary>200; others do not see e-mail, phone number, student id, name and balance. 404 if there is no such user.</summary>
    [Function(nameof(GetPerson))]
    [Access<GigsContract>(Access.SignedIn)]
    [EndpointSummary("A user: yourself, or what others show")]
    [Tags("People")]
    [ProducesResponseType<Person>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/{user_id}")] HttpRequest request,
        string user_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var id = AccountPath.Id(user_id, caller);
            var person = id == caller.Id ? await Own(caller.Account, cancellation) : await Another(id, cancellation);
            return Results.Json(person, PersonWire.Json.Person);
        });

    private async Task<Person> Own(Account account, CancellationToken cancellation)
    {
        var (profile, wallet) = await profiles.FindWith(account.Id, Wallet.Kind, Wallet.DocumentId, cancellation);
        return Shown(account, profile) with
        {
            Email = account.Email ?? "",
            PhoneNumber = account.Phone ?? "",
            StudentId = profile.StudentNumber,
            Name = profile.Name,
            Balance = wallet?.Value.Balance ?? 0,
        };
    }

    private async Task<Person> Another(long id, CancellationToken cancellation) =>
        await profiles.FindWithAccount(id, cancellation) is ({ } account, var profile)
            ? Shown(account, profile)
            : throw new Refusal(404, "not_found", "user Not Found");

    private static Person Shown(Account account, Profile profile) => new(
        account.Id,
        account.NickName,
        "",
        "",
        profile.Photo is null ? "" : GigsRoutes.PhotoOf(account.Id),
        "",
        "",
        profile.Age,
        profile.Sex,
        profile.Grade,
        profile.School,
        profile.Bio,
        0,
        profile.AverageComment);
}
