using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Gigs.People;
using SneakerCheck.Gigs.Search;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Gigs;

/// <summary>Where a gig stands.</summary>
public enum GigStatus
{
    /// <summary>Published: it takes people and pays them.</summary>
    Ongoing,

    /// <summary>Withdrawn: its creator may change it and publish it again. Nobody finds it.</summary>
    Pending,

    /// <summary>Everybody it had places for has been paid, or its deadline has passed.</summary>
    Finished,
}

/// <summary>A step of the work, in the order in which it is done.</summary>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Description">At most 10,000 characters.</param>
public sealed record GigStep(string Title, string Description);

/// <summary>Who may take part. A list that is empty, and an age of 0, limit nothing.</summary>
/// <param name="AgeUpper">In years, included.</param>
/// <param name="AgeLower">In years, included.</param>
public sealed record UserLimit(
    int AgeUpper, int AgeLower, ImmutableArray<string> Grades, ImmutableArray<string> Sexes, ImmutableArray<string> Schools)
{
    public static UserLimit None { get; } = new(0, 0, [], [], []);

    /// <summary>Whether a person may take part. What a profile does not say fails a limit that is set.</summary>
    public bool Admits(Profile profile) =>
        (AgeUpper == 0 || profile.Age is > 0 and var age && age <= AgeUpper)
        && (AgeLower == 0 || profile.Age >= AgeLower)
        && Allows(Grades, profile.Grade)
        && Allows(Sexes, profile.Sex)
        && Allows(Schools, profile.School);

    private static bool Allows(ImmutableArray<string> allowed, string value) =>
        allowed.IsEmpty || (value.Length > 0 && allowed.Contains(value));
}

/// <summary>What the creator of a gig decides.</summary>
/// <param name="ParticipantNumberLimit">How many people are paid, at most 1,000.</param>
/// <param name="RewardForOneParticipant">A whole number, 0 or more.</param>
/// <param name="PostTime">Shown to people; it delays nothing.</param>
/// <param name="ReceiveEndTime">After it nobody is taken any more.</param>
/// <param name="FinishDeadlineTime">When the gig is closed.</param>
/// <param name="Steps">At least one.</param>
public sealed record GigTerms(
    string Title,
    string Description,
    ImmutableArray<string> Tags,
    int ParticipantNumberLimit,
    long RewardForOneParticipant,
    DateTimeOffset PostTime,
    DateTimeOffset ReceiveEndTime,
    DateTimeOffset FinishDeadlineTime,
    UserLimit UserLimit,
    ImmutableArray<GigStep> Steps);

/// <summary>
/// A paid piece of work for several people (seed 003: 任务), in the partition of the person or organization that created it. Its escrow
/// holds the rewards of everybody who has not been paid yet.
/// </summary>
/// <param name="Id">Increases with time; below 2^53.</param>
/// <param name="CreatorUserId">The person who created it.</param>
/// <param name="OrganizationId">The organization that it was created for and that pays; null for a person's own.</param>
public sealed record Gig(
    long Id, long CreatorUserId, long? OrganizationId, GigStatus Status, GigTerms Terms, DateTimeOffset CreateTime)
{
    /// <summary>The most that one gig may hold in escrow, so that every sum stays below 2^53.</summary>
    public const long LargestEscrow = 1_000_000_000_000;

    internal const string TakenField = "taken";

    internal const string PlacesField = "places";

    internal const string ClosedField = "closed";

    /// <summary>How many people it may have by now; 0 while it takes nobody. Whoever accepts is counted against it in one commit.</summary>
    public int Places { get; init; }

    /// <summary>How many people have accepted.</summary>
    public int Taken { get; init; }

    /// <summary>How many of them have been paid.</summary>
    public int Done { get; init; }

    /// <summary>0 while steps may be finished, otherwise 1. A step is committed only if this is 0.</summary>
    public int Closed { get; init; }

    /// <summary>The rewards that are still to be paid.</summary>
    public long Escrow { get; init; }

    /// <summary>The id of the document.</summary>
    [JsonIgnore]
    public string DocumentId => GigEscrow.DocumentId(Id);

    /// <summary>The id again, by which lists are ordered: a field named <c>id</c> means the document's.</summary>
    public long Number => Id;

    /// <summary>Who pays, and gets back what is left.</summary>
    [JsonIgnore]
    public LedgerAccount Payer => OrganizationId is { } id ? LedgerAccount.Organization(id) : LedgerAccount.User(CreatorUserId);

    /// <summary>Whether somebody has accepted and has neither been paid nor missed the deadline.</summary>
    [JsonIgnore]
    public bool IsAtWork => Status == GigStatus.Ongoing && Taken > Done;

    /// <summary>When it is to be closed, in Unix milliseconds; 0 unless it is ongoing. For queries.</summary>
    public long ClosesAt => Status == GigStatus.Ongoing ? Terms.FinishDeadlineTime.ToUnixTimeMilliseconds() : 0;

    /// <summary>What the search looks at; null while it is pending. For queries.</summary>
    public SearchedGig? Searched => SearchedGig.Of(this);

    /// <summary>A new gig, published.</summary>
    public static Gig Create(long id, long creatorUserId, long? organizationId, GigTerms terms, DateTimeOffset now) =>
        new Gig(id, creatorUserId, organizationId, GigStatus.Pending, terms, now).Publish(terms, now);

    /// <summary>Publishes it under these terms. The escrow becomes what everybody who has not been paid can earn.</summary>
    /// <exception cref="Refusal">409 <c>not_pending</c>; 400 <c>invalid_field</c>: the terms leave no place, or are over.</exception>
    public Gig Publish(GigTerms terms, DateTimeOffset now)
    {
        if (Status != GigStatus.Pending)
            throw new Refusal(409, "not_pending", "Only a pending task can be changed. Withdraw it first.");
        if (terms.ReceiveEndTime <= now)
            throw Refusal.Field("receive_end_time", "must be in the future.");
        if (terms.ParticipantNumberLimit <= Done)
            throw Refusal.Field("participant_number_limit", $"must be more than the {Done} who have been paid already.");
        return this with
        {
            Status = GigStatus.Ongoing,
            Terms = terms,
            Places = terms.ParticipantNumberLimit,
            Closed = 0,
            Escrow = terms.RewardForOneParticipant * (terms.ParticipantNumberLimit - Done),
        };
    }

    /// <summary>Takes it back, so that it can be changed. Its escrow is for the creator.</summary>
    /// <exception cref="Refusal">409 <c>not_ongoing</c> or <c>at_work</c>.</exception>
    public Gig Withdraw()
    {
        RequireOngoing();
        RequireNobodyAtWork();
        return this with { Status = GigStatus.Pending, Places = 0, Closed = 1, Escrow = 0 };
    }

    /// <summary>Stops it at its deadline: nobody is taken, and no step is finished any more.</summary>
    public Gig Close() => this with { Places = 0, Closed = 1 };

    /// <summary>Ends it, after everybody who waited for review has been paid. Its escrow is for the creator.</summary>
    public Gig Finish() => Close() with { Status = GigStatus.Finished, Escrow = 0 };

    /// <summary>Pays one participant.</summary>
    public Gig Pay()
    {
        var paid = this with { Done = Done + 1, Escrow = Escrow - Terms.RewardForOneParticipant };
        return Status == GigStatus.Ongoing && paid.Done == Terms.ParticipantNumberLimit ? paid.Finish() : paid;
    }

    /// <summary>Refuses a person who may not take part.</summary>
    /// <exception cref="Refusal">409 <c>not_ongoing</c>, <c>too_late</c> or <c>full</c>.</exception>
    public void RequireOpen(DateTimeOffset now)
    {
        RequireOngoing();
        if (now > Terms.ReceiveEndTime || Closed != 0)
            throw TooLate();
        if (Taken >= Places)
            throw new Refusal(409, "full", "All places of the task are taken.");
    }

    /// <exception cref="Refusal">409 <c>not_ongoing</c>.</exception>
    public void RequireOngoing()
    {
        if (Status != GigStatus.Ongoing)
            throw new Refusal(409, "not_ongoing", "The task is not ongoing.");
    }

    /// <exception cref="Refusal">409 <c>too_late</c>.</exception>
    public void RequireInTime(DateTimeOffset now)
    {
        if (now > Terms.FinishDeadlineTime || Closed != 0)
            throw TooLate();
    }

    /// <exception cref="Refusal">409 <c>at_work</c>.</exception>
    public void RequireNobodyAtWork()
    {
        if (IsAtWork)
            throw new Refusal(409, "at_work", "People are at work on the task.");
    }

    private static Refusal TooLate() => new(409, "too_late", "The time of the task is over.");
}

/// <summary>Where a participant stands.</summary>
public enum ParticipantState
{
    /// <summary>Doing the steps.</summary>
    Working,

    /// <summary>Has finished the last step and waits for review.</summary>
    Waiting,

    /// <summary>Has been reviewed and paid.</summary>
    Finished,
}

/// <summary>
/// A person who takes part in a gig, in the gig's partition. They stay as the record of who was paid when the gig is deleted.
/// </summary>
/// <param name="Steps">How many steps are finished.</param>
public sealed record Participant(long Gig, long UserId, ParticipantState State, int Steps, DateTimeOffset AcceptTime)
{
    /// <summary>The id of the document.</summary>
    [JsonIgnore]
    public string DocumentId => IdOf(Gig, UserId);

    public static string IdOf(long gig, long userId) => $"participant-{gig}-{userId}";

    /// <summary>Finishes a step, which must be the next. The last one makes the participant wait for review.</summary>
    /// <param name="step">Counted from 1.</param>
    /// <param name="of">How many steps there are.</param>
    /// <exception cref="Refusal">409 <c>not_next</c>.</exception>
    public Participant FinishStep(int step, int of)
    {
        if (State != ParticipantState.Working || step != Steps + 1)
            throw new Refusal(409, "not_next", State == ParticipantState.Working
                ? $"Step {Steps + 1} is next."
                : "All steps are finished.");
        return this with { Steps = step, State = step == of ? ParticipantState.Waiting : ParticipantState.Working };
    }

    /// <summary>Accepts the finished work.</summary>
    /// <exception cref="Refusal">409 <c>not_waiting</c>.</exception>
    public Participant Review() => State == ParticipantState.Waiting
        ? this with { State = ParticipantState.Finished }
        : throw new Refusal(409, "not_waiting", "The participant is not waiting for review.");
}
