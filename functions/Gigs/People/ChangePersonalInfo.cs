using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs.People;

/// <summary>Who a person is. Members that are left out stay, and are not in the reply.</summary>
/// <param name="Name">The real name, up to 64 characters. Only its owner sees it.</param>
/// <param name="Age">In years, 0 to 150; 0 if it is not stated.</param>
/// <param name="Sex">Up to 32 characters.</param>
public sealed record PersonalInfo(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Age,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Sex);

/// <summary>Changes who a person is (seed 003: 用户信息修改).</summary>
public sealed class ChangePersonalInfo(Gate<ChangePersonalInfo> gate, ProfileStore profiles)
{
    private const int LongestName = 64;
    private const int LongestSex = 32;
    private const int Oldest = 150;

    /// <summary>200 with the members that were written.</summary>
    [Function(nameof(ChangePersonalInfo))]
    [Access<GigsContract>(Access.Owner)]
    [EndpointSummary("Change your name, age and sex")]
    [Tags("People")]
    [Refuses("try_again")]
    [Consumes(typeof(PersonalInfo), "application/json")]
    [ProducesResponseType<PersonalInfo>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/{user_id}/personal_info")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, PersonWire.Json.PersonalInfo, cancellation);
            var written = new PersonalInfo(
                GigsText.Line("name", body.Name, LongestName), body.Age, GigsText.Line("sex", body.Sex, LongestSex));
            if (written is { Name: null, Age: null, Sex: null })
                throw Refusal.Field("name", "age or sex is required.");
            if (written.Age is < 0 or > Oldest)
                throw Refusal.Field("age", $"must be 0 to {Oldest}.");
            await profiles.Change(caller.Id, profile => Changed(profile, written), cancellation);
            return Results.Json(written, PersonWire.Json.PersonalInfo);
        });

    private static Profile Changed(Profile profile, PersonalInfo written) => profile with
    {
        Name = written.Name ?? profile.Name,
        Age = written.Age ?? profile.Age,
        Sex = written.Sex ?? profile.Sex,
    };
}
