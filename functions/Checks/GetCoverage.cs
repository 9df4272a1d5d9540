using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Checks.Likeness;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Checks;

/// <summary>How many pairs have a photo of a view.</summary>
/// <param name="View">The view.</param>
/// <param name="TruePairs">Genuine pairs.</param>
/// <param name="FakePairs">Fake pairs.</param>
public sealed record ViewCoverage(string View, int TruePairs, int FakePairs);

/// <summary>Whether a template's checks of the shoe model can be decided.</summary>
/// <param name="MetaTag">The template.</param>
/// <param name="ErrorBound">Its error bound.</param>
/// <param name="PairsNeeded">How many pairs of each label the bound needs.</param>
/// <param name="Views">The views that a check with all required photos is compared by.</param>
/// <param name="TruePairs">Genuine pairs that have all these views.</param>
/// <param name="FakePairs">Fake pairs that have all these views.</param>
/// <param name="TrueLacking">How many more genuine pairs are needed; 0 if there are enough.</param>
/// <param name="FakeLacking">How many more fake pairs are needed; 0 if there are enough.</param>
public sealed record TemplateCoverage(
    string MetaTag,
    double ErrorBound,
    int PairsNeeded,
    IReadOnlyList<string> Views,
    int TruePairs,
    int FakePairs,
    int TrueLacking,
    int FakeLacking);

/// <summary>The labelled pairs of a shoe model, and how many more its templates need.</summary>
/// <param name="ShoeModel">The shoe.</param>
/// <param name="TruePairs">Genuine pairs.</param>
/// <param name="FakePairs">Fake pairs.</param>
/// <param name="ConflictingPairs">Pairs that are left out because their photos have both labels.</param>
/// <param name="Views">By view, ordered by its id.</param>
/// <param name="Templates">One for each template that compares with exemplars.</param>
public sealed record Coverage(
    string ShoeModel,
    int TruePairs,
    int FakePairs,
    int ConflictingPairs,
    IReadOnlyList<ViewCoverage> Views,
    IReadOnlyList<TemplateCoverage> Templates)
{
    internal static Coverage Of(ShoeModel model, LikenessExemplars exemplars, IEnumerable<Template> templates)
    {
        var views = exemplars.Pairs.SelectMany(pair => pair.Views.Keys).Distinct().Order(StringComparer.Ordinal);
        return new Coverage(
            model.Id,
            Count(LikenessLabel.True, []),
            Count(LikenessLabel.Fake, []),
            exemplars.ConflictingPairs,
            [.. views.Select(view => new ViewCoverage(view, Count(LikenessLabel.True, [view]), Count(LikenessLabel.Fake, [view])))],
            [.. templates.Where(template => template.Scorer is null).Select(template => OfTemplate(template.For(model)))]);

        TemplateCoverage OfTemplate(Template template)
        {
            var needed = LikenessDecision.PairsNeeded(template.ErrorBound);
            var required = template.Views.Where(view => view.Required).Select(view => view.Id);
            var compared = LikenessViews.Choose(required, exemplars, needed);
            var (genuine, fake) = compared.Count == 0
                ? (0, 0)
                : (Count(LikenessLabel.True, compared), Count(LikenessLabel.Fake, compared));
            return new TemplateCoverage(
                template.MetaTag,
                template.ErrorBound,
                needed,
                compared,
                genuine,
                fake,
                Math.Max(0, needed - genuine),
                Math.Max(0, needed - fake));
        }

        int Count(LikenessLabel label, IReadOnlyList<string> having) =>
            exemplars.Pairs.Count(pair => pair.Label == label && having.All(pair.Views.ContainsKey));
    }
}

/// <summary>Shows how many labelled pairs a shoe model has and how many more are needed.</summary>
public sealed class GetCoverage(Gate<GetCoverage> gate, ExemplarStore exemplars, Catalogue catalogue)
{
    /// <summary>200 with the coverage, counted as the next run counts.</summary>
    [Function(nameof(GetCoverage))]
    [Access<ChecksContract>(Access.Operator)]
    [EndpointSummary("The labelled pairs of a shoe model, and how many more are needed (operators)")]
    [Tags("Operators")]
    [ProducesResponseType<Coverage>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/shoe_models/{shoe_model}/coverage")] HttpRequest request,
        string shoe_model,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller _) =>
        {
            var model = await catalogue.FindModel(shoe_model, cancellation) ?? throw Refusal.NotFound("shoe model");
            var known = await exemplars.Ready(model.Id, cancellation);
            var templates = await catalogue.ListTemplates(cancellation);
            return Results.Json(Coverage.Of(model, known, templates), TaskJson.Wire.Coverage);
        });
}
