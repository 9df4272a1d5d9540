using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Checks;

/// <summary>Releases an operator's template.</summary>
public sealed class ReleaseTemplate(Gate<ReleaseTemplate> gate, Catalogue catalogue)
{
    private const int MaximumViews = 20;

    /// <summary>201 if it is new; 200 if it exists with the same content; 409 <c>template_released</c> if with other content.</summary>
    [Function(nameof(ReleaseTemplate))]
    [Access<ChecksContract>(Access.Operator)]
    [EndpointSummary("Release a template, for good (operators)")]
    [Tags("Operators")]
    [Refuses("template_released")]
    [Consumes(typeof(Template), "application/json")]
    [ProducesResponseType<Template>(StatusCodes.Status200OK)]
    [ProducesResponseType<Template>(StatusCodes.Status201Created)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/templates/{meta_tag}")] HttpRequest request,
        string meta_tag,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller _) =>
        {
            var template = Validate(await RequestBody.ReadJson(request, TaskJson.Wire.Template, cancellation), meta_tag);
            var isNew = await catalogue.Release(template, cancellation);
            return Results.Json(
                template, TaskJson.Wire.Template, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
        });

    private static Template Validate(Template template, string metaTag)
    {
        if (!Catalogue.IsName(metaTag) || template.MetaTag != metaTag)
            throw Refusal.Field("meta_tag", "must be the name in the path: 1 to 64 characters of a–z, 0–9, dot, hyphen, underscore.");
        if (template.Title is not { Zh: not null, En: not null })
            throw Refusal.Field("title", "must have zh and en.");
        if (template.ErrorBound is not (>= 0.001 and <= 0.5))
            throw Refusal.Field("error_bound", "must be from 0.001 to 0.5.");
        if (template.Views.IsDefaultOrEmpty || template.Views.Length > MaximumViews)
            throw Refusal.Field("views", $"must list 1 to {MaximumViews} views.");
        if (template.Views.Any(view => view is null || !Catalogue.IsName(view.Id) || view.Limits is null
            || view.Title is not { Zh: not null, En: not null } || view.Hint is not { Zh: not null, En: not null }))
        {
            throw Refusal.Field("views", "must each have id, title, hint and limits.");
        }
        if (template.Views.Any(view => !Catalogue.HasOutline(view.Outline)))
            throw Refusal.Field("views.outline", "must name an existing outline picture.");
        if (template.Views.DistinctBy(view => view.Id).Count() != template.Views.Length)
            throw Refusal.Field("views", "must have different ids.");
        if (template.Scorer is { } scorer
            && !(Uri.TryCreate(scorer.Url, UriKind.Absolute, out var url)
                && url.Scheme is "http" or "https"
                && Catalogue.IsName(scorer.Model)))
        {
            throw Refusal.Field("scorer", "must have url, an http or https address, and model, a name.");
        }
        return template;
    }
}
