using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Checks;

/// <summary>Validates what an owner writes into a task.</summary>
public sealed class TaskRules(Catalogue catalogue)
{
    private const int MaximumComment = 2000;

    /// <summary>Finds the template, with the shoe model's changes, and the shoe model.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>: one is missing or unknown.</exception>
    public async Task<(Template Template, ShoeModel Model)> Resolve(string? metaTag, string? shoeModel, CancellationToken cancellation)
    {
        var template = await catalogue.FindTemplate(
            metaTag ?? throw Refusal.Field("meta_tag", "is required."), cancellation)
            ?? throw Refusal.Field("meta_tag", "is not a known template; GET /api/v1/templates lists them.");
        var model = await catalogue.FindModel(
            shoeModel ?? throw Refusal.Field("shoe_model", "is required."), cancellation)
            ?? throw Refusal.Field("shoe_model", "is not a known shoe model; GET /api/v1/shoe_models lists them.");
        return (template.For(model), model);
    }

    /// <exception cref="Refusal">400 <c>invalid_field</c>: too long.</exception>
    public static string Comment(string? comment) => comment is null or { Length: <= MaximumComment }
        ? comment ?? ""
        : throw Refusal.Field("comment", $"may have at most {MaximumComment} characters.");

    /// <summary>Parses an answer.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>: no such answer.</exception>
    public static Answer? Answer(string? answer) => answer switch
    {
        null => null,
        "fake" => Checks.Answer.Fake,
        "not_sure" => Checks.Answer.NotSure,
        "true" => Checks.Answer.True,
        _ => throw Refusal.Field("answer", "must be fake, not_sure or true."),
    };

    /// <summary>Parses what a pair is known to be.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>: neither true nor fake.</exception>
    public static Answer? Verdict(string? verdict) => verdict switch
    {
        null => null,
        "true" => Checks.Answer.True,
        "fake" => Checks.Answer.Fake,
        _ => throw Refusal.Field("verdict", "must be true or fake."),
    };

    /// <summary>Parses a state. The seed's misspelling of incomplete is accepted.</summary>
    /// <exception cref="Refusal">400 <c>invalid_field</c>: no such state.</exception>
    public static CheckState? State(string? state) => state switch
    {
        null => null,
        "incomplete" or "incompelete" => CheckState.Incomplete,
        "waiting" => CheckState.Waiting,
        "finished" => CheckState.Finished,
        _ => throw Refusal.Field("state", "must be incomplete, waiting or finished."),
    };
}
