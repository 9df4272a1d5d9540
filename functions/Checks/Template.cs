using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SneakerCheck.Checks;

/// <summary>Text in the clients' languages.</summary>
/// <param name="Zh">Chinese, simplified.</param>
/// <param name="En">English.</param>
public sealed record LocalText(string Zh, string En);

/// <summary>The quality that a photo of a view must have to be used. <c>PhotoQuality</c> defines the measures.</summary>
/// <param name="SharpnessMin">The minimum sharpness.</param>
/// <param name="MeanLumaMin">The minimum mean brightness, 0–255.</param>
/// <param name="MeanLumaMax">The maximum mean brightness, 0–255.</param>
/// <param name="ShadowMax">The maximum share of the photo that may be black, 0–1.</param>
/// <param name="HighlightMax">The maximum share of the photo that may be white, 0–1.</param>
/// <param name="SubjectFillMin">The minimum share of the frame that the subject fills, 0–1.</param>
public sealed record QualityLimits(
    double SharpnessMin, double MeanLumaMin, double MeanLumaMax, double ShadowMax, double HighlightMax, double SubjectFillMin);

/// <summary>One photo that a template asks for.</summary>
/// <param name="Id">The view's id, for example <c>side_tag</c>.</param>
/// <param name="Title">The name that clients show.</param>
/// <param name="Hint">How to take the photo.</param>
/// <param name="Required">Whether a check cannot be run without it.</param>
/// <param name="MinPixels">The minimum of width × height.</param>
/// <param name="Outline">The name of the outline picture, <c>GET /api/v1/outlines/{outline}.svg</c>.</param>
/// <param name="Limits">The quality limits.</param>
public sealed record TemplateView(
    string Id, LocalText Title, LocalText Hint, bool Required, long MinPixels, string Outline, QualityLimits Limits);

/// <summary>An inference server that scores checks instead of the exemplars (Open Inference Protocol v2 over HTTP).</summary>
/// <param name="Url">Its base address; the request goes to <c>{url}/v2/models/{model}/infer</c>.</param>
/// <param name="Model">The model's name on that server.</param>
public sealed record ExternalScorer(string Url, string Model);

/// <summary>
/// Which photos a check needs and how it is decided. It drives the client's screens, the validation and the run. It is never
/// edited once released, so that old checks keep their meaning when a new version is released.
/// </summary>
/// <param name="MetaTag">The template's name.</param>
/// <param name="Version">The template's version.</param>
/// <param name="Title">The name that clients show.</param>
/// <param name="ErrorBound">
/// The maximum share of genuine pairs that may be called fake, and of fake pairs that may be called true; 0.001–0.5.
/// </param>
/// <param name="Views">In the order in which clients ask for them.</param>
/// <param name="Scorer">The server that scores its checks; null to compare them with the exemplars.</param>
public sealed record Template(
    string MetaTag,
    int Version,
    LocalText Title,
    double ErrorBound,
    ImmutableArray<TemplateView> Views,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ExternalScorer? Scorer = null)
{
    /// <summary>Without the scorer, whose address is for operators only.</summary>
    public Template ForClients() => this with { Scorer = null };

    public TemplateView? View(string id) => Views.FirstOrDefault(view => view.Id == id);

    /// <summary>The template with the changes of one shoe model (the seed's first open NOTE).</summary>
    public Template For(ShoeModel model) => model.Views is not { Count: > 0 } changes
        ? this
        : this with
        {
            Views = [.. Views.Select(view => changes.TryGetValue(view.Id, out var change) ? change.ApplyTo(view) : view)],
        };
}

/// <summary>What one shoe model changes about a view. Null leaves a member as the template has it.</summary>
/// <param name="Title">The name that clients show.</param>
/// <param name="Hint">How to take the photo.</param>
/// <param name="Required">Whether it is required.</param>
/// <param name="MinPixels">The minimum of width × height.</param>
/// <param name="Outline">The name of the outline picture.</param>
/// <param name="Limits">The quality limits.</param>
public sealed record ViewChange(
    LocalText? Title, LocalText? Hint, bool? Required, long? MinPixels, string? Outline, QualityLimits? Limits)
{
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
/// <param name="Id">The model's id, for example <c>adidas_superstar</c>.</param>
/// <param name="Brand">The maker.</param>
/// <param name="Title">The name that clients show.</param>
/// <param name="Views">Changes to a template's views, by view id.</param>
public sealed record ShoeModel(string Id, string Brand, LocalText Title, ImmutableDictionary<string, ViewChange>? Views);
