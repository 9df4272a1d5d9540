using SneakerCheck.Gigs.Money;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Gigs;

/// <summary>
/// Either <c>{"status": "pending"}</c>, which withdraws an ongoing gig, or all members of a new one, which publish a withdrawn one again.
/// </summary>
/// <param name="Status">Only <c>pending</c>, and alone.</param>
/// <param name="Title">As in a new gig; so are all others.</param>
public sealed record ChangeGigRequest(
    string? Status,
    string? Title,
    string? Description,
    IReadOnlyList<string?>? Tags,
    int? ParticipantNumberLimit,
    long? RewardForOneParticipant,
    DateTimeOffset? PostTime,
    DateTimeOffset? ReceiveEndTime,
    DateTimeOffset? FinishDeadlineTime,
    UserLimitBody? UserLimit,
    IReadOnlyList<GigStepBody?>? Steps)
{
    private static readonly GigRequest Nothing = new(null, null, null, null, null, null, null, null, null, null);

    private GigRequest Gig => new(
        Title,
        Description,
        Tags,
        ParticipantNumberLimit,
        RewardForOneParticipant,
        PostTime,
        ReceiveEndTime,
        FinishDeadlineTime,
        UserLimit,
        Steps);

    /// <summary>Does what the request asks for.</summary>
    /// <exception cref="Refusal">400; 404; 409.</exception>
    public Task<Document<Gig>> Apply(
        GigPublishing publishing,
        LedgerAccount payer,
        long userId,
        long id,
        DateTimeOffset now,
        CancellationToken cancellation)
    {
        if (Status is null)
            return publishing.PublishAgain(payer, userId, id, Gig.Terms(now), cancellation);
        if (Status != "pending")
            throw Refusal.Field("status", "can only be set to pending.");
        if (Gig != Nothing)
            throw Refusal.Field("status", "must be the only member.");
        return publishing.Withdraw(payer, userId, id, cancellation);
    }
}
