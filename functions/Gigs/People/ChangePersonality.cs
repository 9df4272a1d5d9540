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

/// <summary>What a person is called, and says about themselves. Members that are left out stay, and are not in the reply.</summary>
/// <param name="Nickname">1 to 64 characters. Everybody sees it.</param>
/// <param name="Username">Another word for <paramref name="Nickname"/>; it is not what the account signs in by.</param>
/// <param name="Bio">Up to 1,000 characters, of any number of lines.</param>
public sealed record Personality(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Nickname,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Username,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Bio);

/// <summary>Changes what a person is called and says about themselves (seed 003: 用户信息修改).</summary>
public sealed class ChangePersonality(Gate<ChangePersonality> gate, AccountStore accounts, ProfileStore profiles)
{
    private const int LongestNickname = 64;
    private const int LongestBio = 1000;

    /// <summary>200 with the members that were written.</summary>
    [Function(nameof(ChangePersonality))]
    [Access<GigsContract>(Access.Owner)]
    [EndpointSummary("Change your nickname and bio")]
    [Tags("People")]
    [Refuses("try_again")]
    [Consumes(typeof(Personality), "application/json")]
    [ProducesResponseType<Personality>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/{user_id}/personality")] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, PersonWire.Json.Personality, cancellation);
            var written = new Personality(
                Nickname("nickname", body.Nickname), Nickname("username", body.Username), GigsText.Lines("bio", body.Bio, LongestBio));
            if (written is { Nickname: null, Username: null, Bio: null })
                throw Refusal.Field("nickname", "or bio is required.");
            if (written is { Nickname: { } one, Username: { } other } && one != other)
                throw Refusal.Field("username", "is another word for nickname; give one of them.");
            // Two commits, because only one of the documents may have to change. Whoever asks again after the first gets both.
            if ((written.Nickname ?? written.Username) is { } nickname)
                await accounts.Change(caller.Id, account => account with { NickName = nickname }, cancellation);
            if (written.Bio is { } bio)
                await profiles.Change(caller.Id, profile => profile with { Bio = bio }, cancellation);
            return Results.Json(written, PersonWire.Json.Personality);
        });

    private static string? Nickname(string field, string? value) =>
        value is null ? null : Identity.Name(field, value, 1, LongestNickname);
}
