using System.Collections.Immutable;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.People;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Gigs.Search;

/// <summary>
/// What gigs must be to be found (seed 003: 任务查询). A member that is left out does not matter; all others must hold. Bounds are
/// included.
/// </summary>
/// <param name="CreatorUserEmail">Of the person who created it.</param>
/// <param name="CreatorUserPhoneNumber">Of the person who created it.</param>
/// <param name="CreatorOrganizationName">Of the organization for which it was created, without regard to case.</param>
/// <param name="Status">Ongoing and finished ones, if left out. Nobody finds a pending one.</param>
/// <param name="Title">A part of the title, without regard to case; at most 200 characters.</param>
/// <param name="Tags">The gig has all of them.</param>
/// <param name="ReceiveEndTime">It takes people until then at the latest.</param>
/// <param name="FinishDeadlineTime">It is closed then at the latest.</param>
/// <param name="UserLimit">
/// The gig's own limit has all of these grades, sexes and schools, and its ages are within these. It replaces the caller's own profile,
/// which the gig admits otherwise. An empty list and an age of 0 ask for nothing.
/// </param>
public sealed record GigFilter(
    string? CreatorUserEmail = null,
    string? CreatorUserPhoneNumber = null,
    string? CreatorOrganizationName = null,
    GigStatus? Status = null,
    string? Title = null,
    IReadOnlyList<string?>? Tags = null,
    long? RewardForOneParticipantUpper = null,
    long? RewardForOneParticipantLower = null,
    DateTimeOffset? ReceiveEndTime = null,
    DateTimeOffset? FinishDeadlineTime = null,
    UserLimitBody? UserLimit = null,
    long? StepsNumberUpper = null,
    long? StepsNumberLower = null)
{
    /// <summary>Whether it asks for nothing.</summary>
    internal bool IsEmpty => this == new GigFilter();

    /// <summary>The conditions on a gig's document, but for those on its creator and on who may take part.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>.</exception>
    internal ImmutableArray<Condition> Conditions()
    {
        var conditions = ImmutableArray.CreateBuilder<Condition>();
        if (Status is { } status)
            conditions.Add(Condition.Equal("searched.status", status == GigStatus.Finished ? "finished" : "ongoing"));
        if (TitlePart() is { Length: > 0 } title)
            conditions.Add(Condition.Substring("searched.title", title));
        foreach (var tag in GigRequest.Entries("tags", Tags))
            conditions.Add(Condition.Contains("searched.tags", tag));
        if (RewardForOneParticipantUpper is { } most)
            conditions.Add(new Condition("searched.reward", Comparison.LessOrEqual, most));
        if (RewardForOneParticipantLower is { } least)
            conditions.Add(new Condition("searched.reward", Comparison.GreaterOrEqual, least));
        if (ReceiveEndTime is { } end)
            conditions.Add(new Condition("searched.receive_end", Comparison.LessOrEqual, end.ToUnixTimeMilliseconds()));
        if (FinishDeadlineTime is { } deadline)
            conditions.Add(new Condition("searched.finish_deadline", Comparison.LessOrEqual, deadline.ToUnixTimeMilliseconds()));
        if (StepsNumberUpper is { } longest)
            conditions.Add(new Condition("searched.steps", Comparison.LessOrEqual, longest));
        if (StepsNumberLower is { } shortest)
            conditions.Add(new Condition("searched.steps", Comparison.GreaterOrEqual, shortest));
        return conditions.DrainToImmutable();
    }

    /// <summary>The conditions by which a gig's own limit has what this filter asks for.</summary>
    internal static ImmutableArray<Condition> Having(UserLimit limit)
    {
        var conditions = ImmutableArray.CreateBuilder<Condition>();
        conditions.AddRange(limit.Grades.Select(grade => Condition.Contains("searched.grades", grade)));
        conditions.AddRange(limit.Sexes.Select(sex => Condition.Contains("searched.sexes", sex)));
        conditions.AddRange(limit.Schools.Select(school => Condition.Contains("searched.schools", school)));
        if (limit.AgeUpper > 0)
            conditions.Add(new Condition("searched.age_upper", Comparison.LessOrEqual, (long)limit.AgeUpper));
        if (limit.AgeLower > 0)
            conditions.Add(new Condition("searched.age_lower", Comparison.GreaterOrEqual, (long)limit.AgeLower));
        return conditions.DrainToImmutable();
    }

    /// <summary>The conditions by which a gig admits a person: <see cref="Gigs.UserLimit.Admits"/> as a query.</summary>
    internal static ImmutableArray<Condition> Admitting(Profile profile) =>
    [
        Condition.ContainsAny("searched.grades", [SearchedGig.Anybody, profile.Grade]),
        Condition.ContainsAny("searched.sexes", [SearchedGig.Anybody, profile.Sex]),
        Condition.ContainsAny("searched.schools", [SearchedGig.Anybody, profile.School]),
        // An age that is not known passes only where there is no limit.
        new("searched.age_upper", Comparison.GreaterOrEqual, profile.Age > 0 ? profile.Age : SearchedGig.NoAge),
        new("searched.age_lower", Comparison.LessOrEqual, (long)profile.Age),
    ];

    private string? TitlePart()
    {
        if (Title is null)
            return null;
        // It validates the text. Spaces at its ends are a part of what is sought.
        Identity.Name("title", Title, 0, GigRequest.LongestTitle);
        return Title.Length <= GigRequest.LongestTitle
            ? SearchedGig.Fold(Title)
            : throw Refusal.Field("title", $"must have at most {GigRequest.LongestTitle} characters.");
    }
}
