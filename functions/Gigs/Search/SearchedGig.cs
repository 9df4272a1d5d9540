using System.Collections.Immutable;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Gigs.Search;

/// <summary>
/// What the search looks at, as a part of a gig's document. Times are Unix milliseconds. A list of who may take part that is empty has
/// one entry, <see cref="Anybody"/>, so that one condition finds whoever may.
/// </summary>
/// <param name="Number">The gig's id, which increases with time: the order of the search.</param>
/// <param name="Creator">The person who created it.</param>
/// <param name="Organization">The organization that it was created for; 0 for a person's own.</param>
/// <param name="Title">Folded by <see cref="Fold"/>.</param>
/// <param name="AgeUpper"><see cref="NoAge"/> if there is no limit.</param>
/// <param name="AgeLower">0 if there is no limit.</param>
public sealed record SearchedGig(
    long Number,
    long Creator,
    long Organization,
    GigStatus Status,
    string Title,
    ImmutableArray<string> Tags,
    long Reward,
    long Steps,
    long ReceiveEnd,
    long FinishDeadline,
    long AgeUpper,
    long AgeLower,
    ImmutableArray<string> Grades,
    ImmutableArray<string> Sexes,
    ImmutableArray<string> Schools)
{
    /// <summary>The entry of a list that limits nobody. An entry that a creator gives is never empty.</summary>
    public const string Anybody = "";

    /// <summary>Above every age.</summary>
    public const long NoAge = 1000;

    /// <summary>How SQLite finds gigs by any combination of filters.</summary>
    public static readonly DocumentSearch Index = new("gig", "searched.number")
    {
        Terms = ["searched.status", "searched.tags", "searched.grades", "searched.sexes", "searched.schools"],
        Texts = ["searched.title"],
        Numbers =
        [
            "searched.creator", "searched.organization", "searched.reward", "searched.steps", "searched.receive_end",
            "searched.finish_deadline", "searched.age_upper", "searched.age_lower",
        ],
    };

    /// <summary>What the search looks at; null for a pending gig, which nobody finds.</summary>
    public static SearchedGig? Of(Gig gig)
    {
        if (gig.Status == GigStatus.Pending)
            return null;
        var (terms, limit) = (gig.Terms, gig.Terms.UserLimit);
        return new SearchedGig(
            gig.Id,
            gig.CreatorUserId,
            gig.OrganizationId ?? 0,
            gig.Status,
            Fold(terms.Title),
            terms.Tags,
            terms.RewardForOneParticipant,
            terms.Steps.Length,
            terms.ReceiveEndTime.ToUnixTimeMilliseconds(),
            terms.FinishDeadlineTime.ToUnixTimeMilliseconds(),
            limit.AgeUpper == 0 ? NoAge : limit.AgeUpper,
            limit.AgeLower,
            OrAnybody(limit.Grades),
            OrAnybody(limit.Sexes),
            OrAnybody(limit.Schools));
    }

    /// <summary>A text without regard to case. Upper case first, because some letters have two lower-case forms.</summary>
    public static string Fold(string text) => text.ToUpperInvariant().ToLowerInvariant();

    private static ImmutableArray<string> OrAnybody(ImmutableArray<string> allowed) => allowed.IsEmpty ? [Anybody] : allowed;
}
