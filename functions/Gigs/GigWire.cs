using System.Text.Json.Serialization;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Json;

namespace SneakerCheck.Gigs;

/// <summary>A gig, with everybody who takes part (seed 003: 用户/组织创建任务).</summary>
/// <param name="CreatorOrganizationId">Left out for a person's own.</param>
/// <param name="ParticipantIds">Everybody who has accepted.</param>
/// <param name="OngoingParticipantIds">Who is doing the steps.</param>
/// <param name="WaitingExamineParticipantIds">Who has finished them and waits for review.</param>
/// <param name="FinishedParticipantIds">Who has been paid.</param>
/// <param name="Escrow">What the gig holds for those who have not been paid.</param>
public sealed record GigBody(
    long TaskId,
    long CreatorUserId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? CreatorOrganizationId,
    GigStatus Status,
    string Title,
    string Description,
    IReadOnlyList<string> Tags,
    int ParticipantNumberLimit,
    long RewardForOneParticipant,
    DateTimeOffset PostTime,
    DateTimeOffset ReceiveEndTime,
    DateTimeOffset FinishDeadlineTime,
    UserLimit UserLimit,
    IReadOnlyList<GigStep> Steps,
    IReadOnlyList<long> ParticipantIds,
    IReadOnlyList<long> OngoingParticipantIds,
    IReadOnlyList<long> WaitingExamineParticipantIds,
    IReadOnlyList<long> FinishedParticipantIds,
    long Escrow)
{
    /// <summary>A gig with those who take part in it.</summary>
    public static GigBody Of(Gig gig, IReadOnlyCollection<Participant> participants)
    {
        // Who has not finished in time is neither ongoing nor waiting any more.
        long[] In(ParticipantState state) => gig.Status == GigStatus.Finished && state != ParticipantState.Finished
            ? []
            : [.. participants.Where(participant => participant.State == state).Select(participant => participant.UserId)];

        return new GigBody(
            gig.Id,
            gig.CreatorUserId,
            gig.OrganizationId,
            gig.Status,
            gig.Terms.Title,
            gig.Terms.Description,
            gig.Terms.Tags,
            gig.Terms.ParticipantNumberLimit,
            gig.Terms.RewardForOneParticipant,
            gig.Terms.PostTime,
            gig.Terms.ReceiveEndTime,
            gig.Terms.FinishDeadlineTime,
            gig.Terms.UserLimit,
            gig.Terms.Steps,
            [.. participants.Select(participant => participant.UserId)],
            In(ParticipantState.Working),
            In(ParticipantState.Waiting),
            In(ParticipantState.Finished),
            gig.Escrow);
    }
}

/// <summary>Gigs, newest first.</summary>
/// <param name="Next">What to send as <c>after</c> for the next page; null on the last one.</param>
public sealed record GigList(IReadOnlyList<GigBody> Tasks, string? Next);

/// <summary>A review of finished work.</summary>
/// <param name="Comment">How good it was, 1 to 5; optional. It counts for the participant's <c>avg_comment</c>.</param>
public sealed record ReviewRequest(int? Comment)
{
    /// <summary>The comment of a review, which may have no body.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>.</exception>
    public static int? CommentOf(ReviewRequest? review) =>
        review?.Comment is { } given ? GigRequest.InRange("comment", given, 1, 5) : null;
}

[JsonSerializable(typeof(GigRequest))]
[JsonSerializable(typeof(ChangeGigRequest))]
[JsonSerializable(typeof(GigBody))]
[JsonSerializable(typeof(GigList))]
[JsonSerializable(typeof(ReviewRequest))]
internal sealed partial class GigWire : JsonSerializerContext
{
    public static GigWire Json { get; } = new(WireJson.StrictOptions());
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(WireEnumConverter)])]
[JsonSerializable(typeof(Gig))]
[JsonSerializable(typeof(GigPointer))]
[JsonSerializable(typeof(Participant))]
[JsonSerializable(typeof(GigComment))]
internal sealed partial class GigJson : JsonSerializerContext;
