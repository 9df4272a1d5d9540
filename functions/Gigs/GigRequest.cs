using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Gigs;

/// <summary>A step of a gig.</summary>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Description">At most 10,000 characters.</param>
public sealed record GigStepBody([property: Required] string? Title, string? Description);

/// <summary>Who may take part. A member that is left out, an empty list and an age of 0 limit nothing.</summary>
/// <param name="AgeUpper">In years, included; 0 to 200.</param>
/// <param name="AgeLower">In years, included; 0 to 200.</param>
/// <param name="Grades">At most 50 grades; whoever is in one of them may take part.</param>
/// <param name="Sexes">At most 50.</param>
/// <param name="Schools">At most 50.</param>
public sealed record UserLimitBody(
    int? AgeUpper, int? AgeLower, IReadOnlyList<string?>? Grades, IReadOnlyList<string?>? Sexes, IReadOnlyList<string?>? Schools);

/// <summary>A gig to publish, or to publish again.</summary>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Description">At most 10,000 characters.</param>
/// <param name="Tags">At most 50, each of 1 to 64 characters.</param>
/// <param name="ParticipantNumberLimit">1 to 1,000.</param>
/// <param name="RewardForOneParticipant">A whole number, 0 or more. All places together: at most 10^12.</param>
/// <param name="PostTime">Now, if left out.</param>
/// <param name="ReceiveEndTime">After it nobody is taken any more.</param>
/// <param name="FinishDeadlineTime">When the gig is closed; not before the former.</param>
/// <param name="UserLimit">Nobody is excluded if left out.</param>
/// <param name="Steps">1 to 50.</param>
public sealed record GigRequest(
    [property: Required] string? Title,
    string? Description,
    IReadOnlyList<string?>? Tags,
    [property: Required] int? ParticipantNumberLimit,
    [property: Required] long? RewardForOneParticipant,
    DateTimeOffset? PostTime,
    [property: Required] DateTimeOffset? ReceiveEndTime,
    [property: Required] DateTimeOffset? FinishDeadlineTime,
    UserLimitBody? UserLimit,
    [property: Required] IReadOnlyList<GigStepBody?>? Steps)
{
    internal const int LongestTitle = 200;
    internal const int MaximumPlaces = 1000;
    internal const int MaximumEntries = 50;
    private const int LongestDescription = 10_000;
    private const int LongestEntry = 64;
    private const int OldestAge = 200;

    /// <summary>The terms of the gig.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>.</exception>
    public GigTerms Terms(DateTimeOffset now)
    {
        var places = InRange("participant_number_limit", ParticipantNumberLimit, 1, MaximumPlaces);
        var reward = RewardForOneParticipant ?? throw Refusal.Field("reward_for_one_participant", "is required.");
        if (reward < 0 || reward > Gig.LargestEscrow / places)
            throw Refusal.Field("reward_for_one_participant", $"must be 0 to {Gig.LargestEscrow / places} for {places} places.");
        var end = ReceiveEndTime ?? throw Refusal.Field("receive_end_time", "is required.");
        var deadline = FinishDeadlineTime ?? throw Refusal.Field("finish_deadline_time", "is required.");
        if (deadline < end)
            throw Refusal.Field("finish_deadline_time", "must not be before receive_end_time.");
        return new GigTerms(
            Identity.Name("title", Title, 1, LongestTitle),
            Text("description", Description),
            Entries("tags", Tags),
            places,
            reward,
            PostTime ?? now,
            end,
            deadline,
            LimitOf(UserLimit),
            StepsOf(Steps));
    }

    /// <summary>Reads a limit of users, which is also a filter of the search.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>.</exception>
    internal static UserLimit LimitOf(UserLimitBody? body)
    {
        if (body is null)
            return Gigs.UserLimit.None;
        var limit = new UserLimit(
            InRange("user_limit.age_upper", body.AgeUpper ?? 0, 0, OldestAge),
            InRange("user_limit.age_lower", body.AgeLower ?? 0, 0, OldestAge),
            Entries("user_limit.grades", body.Grades),
            Entries("user_limit.sexes", body.Sexes),
            Entries("user_limit.schools", body.Schools));
        return limit.AgeUpper > 0 && limit.AgeUpper < limit.AgeLower
            ? throw Refusal.Field("user_limit.age_upper", "must not be below age_lower.")
            : limit;
    }

    /// <summary>Reads a list of short texts, each kept once.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>.</exception>
    internal static ImmutableArray<string> Entries(string field, IReadOnlyList<string?>? entries)
    {
        if (entries is null)
            return [];
        return entries.Count <= MaximumEntries
            ? [.. entries.Select((entry, place) => Identity.Name($"{field}[{place}]", entry, 1, LongestEntry)).Distinct()]
            : throw Refusal.Field(field, $"must have at most {MaximumEntries} entries.");
    }

    /// <exception cref="Refusal">400 <c>invalid_field</c>.</exception>
    internal static int InRange(string field, int? value, int least, int most) =>
        value is { } given && given >= least && given <= most
            ? given
            : throw Refusal.Field(field, value is null ? "is required." : $"must be {least} to {most}.");

    private static ImmutableArray<GigStep> StepsOf(IReadOnlyList<GigStepBody?>? steps) =>
        steps is { Count: >= 1 and <= MaximumEntries }
            ? [.. steps.Select(Step)]
            : throw Refusal.Field("steps", steps is null ? "is required." : $"must have 1 to {MaximumEntries} entries.");

    private static GigStep Step(GigStepBody? step, int place) => step is null
        ? throw Refusal.Field($"steps[{place}]", "must be an object.")
        : new GigStep(
            Identity.Name($"steps[{place}].title", step.Title, 1, LongestTitle), Text($"steps[{place}].description", step.Description));

    private static string Text(string field, string? value) => GigsText.Untrimmed(field, value ?? "", LongestDescription);
}
