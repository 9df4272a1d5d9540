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

/// <summary>Where a person studies. Members that are left out stay, and are not in the reply.</summary>
/// <param name="School">Up to 64 characters.</param>
/// <param name="Grade">Up to 64 characters.</param>
/// <param name="StudentNumber">Up to 64 characters. Only its owner sees it.</param>
/// <param name="StudentId">Another word for <paramref name="StudentNumber"/>.</param>
public sealed record SchoolInfo(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? School,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Grade,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StudentNumber,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StudentId);

/// <summary>Changes where a person studies (seed 003: 用户信息修改).</summary>
public sealed class ChangeSchool(Gate<ChangeSchool> gate, ProfileStore profiles)
{
    private const int Longest = 64;

    /// <summary>200 with the members that were written.</summary>
    [Function(nameof(ChangeSchool))]
    [Access<GigsContract>(Access.Owner)]
    [EndpointSummary("Change your school, grade and student number")]
    [Tags("People")]
    [Refuses("try_again")]
    [Consumes(typeof(SchoolInfo), "application/json")]
    [ProducesResponseType<SchoolInfo>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/{user_id}/school")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, PersonWire.Json.SchoolInfo, cancellation);
            var written = new SchoolInfo(
                GigsText.Line("school", body.School, Longest),
                GigsText.Line("grade", body.Grade, Longest),
                GigsText.Line("student_number", body.StudentNumber, Longest),
                GigsText.Line("student_id", body.StudentId, Longest));
            if (written is { School: null, Grade: null, StudentNumber: null, StudentId: null })
                throw Refusal.Field("school", "grade or student_number is required.");
            if (written is { StudentNumber: { } one, StudentId: { } other } && one != other)
                throw Refusal.Field("student_id", "is another word for student_number; give one of them.");
            await profiles.Change(caller.Id, profile => Changed(profile, written), cancellation);
            return Results.Json(written, PersonWire.Json.SchoolInfo);
        });

    private static Profile Changed(Profile profile, SchoolInfo written) => profile with
    {
        School = written.School ?? profile.School,
        Grade = written.Grade ?? profile.Grade,
        StudentNumber = written.StudentNumber ?? written.StudentId ?? profile.StudentNumber,
    };
}
