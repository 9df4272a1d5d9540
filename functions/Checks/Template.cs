using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SneakerCheck.Checks;

/// <summary>Text in the languages of the clients.</summary>
/// <param name="Zh">Chinese, simplified.</param>
/// <param name="En">English.</param>
public sealed record LocalText(string Zh, string En);

/// <summary>What a photo of one view must reach to be judged by; what the numbers are is said at <c>PhotoQuality</c>.</summary>
/// <param name="SharpnessMin">The least sharpness.</param>
/// <param name="MeanLumaMin">The least mean brightness, 0–255.</param>
/// <param name="MeanLumaMax">The greatest mean brightness, 0–255.</param>
/// <param name="ShadowMax">The greatest part of the photo that may be black, 0–1.</param>
/// <param name="HighlightMax">The greatest part of the photo that may be white, 0–1.</param>
/// <param name="SubjectFillMin">The least part of the frame that the subject fills, 0–1.</param>
public sealed record QualityLimits(
    double SharpnessMin, double MeanLumaMin, double MeanLumaMax, double ShadowMax, double HighlightMax, double SubjectFillMin);

/// <summary>One photo that a template asks for.</summary>
/// <param name="Id">Names the view on the wire, for example <c>side_tag</c>.</param>
/// <param name="Title">What the client shows as its name.</param>
/// <param name="Hint">How to take it.</param>
/// <param name="Required">Whether a check can be run without it.</param>
/// <param name="MinPixels">Width times height at the least.</param>
/// <param name="Outline">Names the outline picture, <c>GET /api/v1/outlines/{outline}.svg</c>.</param>
/// <param name="Limits">What its quality must reach.</param>
public sealed record TemplateView(
    string Id, LocalText Title, LocalText Hint, bool Required, long MinPixels, string Outline, QualityLimits Limits);

/// <summary>An inference server that scores checks in the place of the exemplars (Open Inference Protocol v2 over HTTP).</summary>
/// <param name="Url">Its base address; the request goes to <c>{url}/v2/models/{model}/infer</c>.</param>
/// <param name="Model">The model's name there.</param>
public sealed record ExternalScorer(string Url, string Model);

/// <summary>
/// What a check of one <c>meta_tag</c> asks for and how it is decided. It drives the client's screens, the validator and
/// the runner. Never edited once released, so that old checks keep their meaning when a new version comes.
/// </summary>
/// <param name="MetaTag">Names it on the wire.</param>
/// <param name="Version">Counts what it was before.</param>
/// <param name="Title">What the client shows as its name.</param>
/// <param name="ErrorBound">How often, at the most, a genuine pair may be called fake, and a fake one true; 0.001–0.5.</param>
/// <param name="Views">In the order the client asks for them.</param>
/// <param name="Scorer">Who scores its checks; null: they are compared with the exemplars.</param>
public sealed record Template(
    string MetaTag,
    int Version,
    LocalText Title,
    double ErrorBound,
    ImmutableArray<TemplateView> Views,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ExternalScorer? Scorer = null)
{
    /// <summary>What clients are shown: where its scorer is reached is the operators' business.</summary>
    public Template ForClients() => this with { Scorer = null };

    /// <summary>The view of this id; null where the template has none.</summary>
    public TemplateView? View(string id) => Views.FirstOrDefault(view => view.Id == id);

    /// <summary>The template as it is for one shoe model (the seed's first open NOTE).</summary>
    public Template For(ShoeModel model) => model.Views is not { Count: > 0 } changes
        ? this
        : this with
        {
            Views = [.. Views.Select(view => changes.TryGetValue(view.Id, out var change) ? change.ApplyTo(view) : view)],
        };
}

/// <summary>What one shoe model changes about a view; null leaves it.</summary>
/// <param name="Title">Another name.</param>
/// <param name="Hint">Another way to take it.</param>
/// <param name="Required">Whether it is required.</param>
/// <param name="MinPixels">Another least size.</param>
/// <param name="Outline">Another outline picture.</param>
/// <param name="Limits">Other limits.</param>
public sealed record ViewChange(
    LocalText? Title, LocalText? Hint, bool? Required, long? MinPixels, string? Outline, QualityLimits? Limits)
{
    /// <summary>The view with this change.</summary>
    public TemplateView ApplyTo(TemplateView view) => new(
        view.Id,
        Title ?? view.Title,
        Hint ?? view.Hint,
        Required ?? view.Required,
        MinPixels ?? view.MinPixels,
        Outline ?? view.Outline,
        Limits ?? view.Limits);
}

/// <summary>A shoe that can be checked.</summary>
/// <param name="Id">Names it on the wire, for example <c>adidas_superstar</c>.</param>
/// <param name="Brand">Its maker.</param>
/// <param name="Title">What the client shows.</param>
/// <param name="Views">What it changes about a template's views, by view id.</param>
public sealed record ShoeModel(string Id, string Brand, LocalText Title, ImmutableDictionary<string, ViewChange>? Views);
