using System.Text.Json.Serialization;
using SneakerCheck.Platform.Json;

namespace SneakerCheck.Gigs.Search;

/// <summary>A gig as the search shows it (seed 003: 任务查询).</summary>
/// <param name="CreatorUserEmail">Empty if the creator has none, or does not exist any more.</param>
/// <param name="CreatorUserPhoneNumber">Empty as well.</param>
/// <param name="CreatorOrganizationId">Left out for a person's own.</param>
/// <param name="CreatorOrganizationName">Left out for a person's own.</param>
/// <param name="CurrentParticipantNumber">How many people have accepted it.</param>
public sealed record FoundGig(
    long TaskId,
    long CreatorUserId,
    string CreatorUserEmail,
    string CreatorUserPhoneNumber,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? CreatorOrganizationId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CreatorOrganizationName,
    GigStatus Status,
    string Title,
    string Description,
    IReadOnlyList<string> Tags,
    int CurrentParticipantNumber,
    int ParticipantNumberLimit,
    long RewardForOneParticipant,
    DateTimeOffset PostTime,
    DateTimeOffset ReceiveEndTime,
    DateTimeOffset FinishDeadlineTime,
    UserLimit UserLimit,
    IReadOnlyList<GigStep> Steps);

/// <summary>Gigs that were found, newest first.</summary>
/// <param name="Next">What to send as <c>after</c> for the next page; null on the last one.</param>
public sealed record FoundGigs(IReadOnlyList<FoundGig> Tasks, string? Next);

[JsonSerializable(typeof(GigFilter))]
[JsonSerializable(typeof(FoundGigs))]
internal sealed partial class GigSearchWire : JsonSerializerContext
{
    public static GigSearchWire Json { get; } = new(WireJson.StrictOptions());
}
