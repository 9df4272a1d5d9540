using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Checks;

/// <summary>
/// Templates and shoe models: those shipped as data files in <c>Templates/</c> and those added by operators. An operator's shoe
/// model replaces a shipped one with the same id. A template is never replaced.
/// </summary>
public sealed class Catalogue(IDocuments documents, TimeProvider time)
{
    private const string Partition = "catalogue";
    private const string ResourcePrefix = "SneakerCheck.Checks.Templates.";

    // Of each kind. More would need paging in the API.
    private const int MaximumEntries = 1000;
    private static readonly DocumentKind<Template> Templates = new("template", CheckJson.Default.Template);
    private static readonly DocumentKind<ShoeModel> ShoeModels = new("shoe-model", CheckJson.Default.ShoeModel);
    private static readonly ImmutableArray<Template> ShippedTemplates = ReadTemplates();
    private static readonly ImmutableArray<ShoeModel> ShippedModels = ReadModels();

    /// <summary>All templates, the shipped ones first.</summary>
    public async Task<IReadOnlyList<Template>> ListTemplates(CancellationToken cancellation) =>
        [.. ShippedTemplates, .. await Added(Templates, cancellation)];

    /// <summary>All shoe models, ordered by id.</summary>
    public async Task<IReadOnlyList<ShoeModel>> ListModels(CancellationToken cancellation) =>
    [
        .. (await Added(ShoeModels, cancellation))
            .UnionBy(ShippedModels, model => model.Id)
            .OrderBy(model => model.Id, StringComparer.Ordinal),
    ];

    public async Task<Template?> FindTemplate(string metaTag, CancellationToken cancellation) =>
        ShippedTemplates.FirstOrDefault(template => template.MetaTag == metaTag)
        ?? (IsName(metaTag) ? (await documents.Read(Templates, Partition, $"template-{metaTag}", cancellation))?.Value : null);

    public async Task<ShoeModel?> FindModel(string id, CancellationToken cancellation) =>
        (IsName(id) ? (await documents.Read(ShoeModels, Partition, $"shoe-model-{id}", cancellation))?.Value : null)
        ?? ShippedModels.FirstOrDefault(model => model.Id == id);

    /// <summary>The template of a check with the changes of its shoe model, if that still exists.</summary>
    public async Task<Template?> TemplateOf(Check check, CancellationToken cancellation)
    {
        var template = await FindTemplate(check.MetaTag, cancellation);
        return template is not null && await FindModel(check.ShoeModel, cancellation) is { } model ? template.For(model) : template;
    }

    /// <summary>Releases a template. Idempotent for the same content. Returns whether it is new.</summary>
    /// <exception cref="Refusal">409 <c>template_released</c>: it exists with other content.</exception>
    public Task<bool> Release(Template template, CancellationToken cancellation)
    {
        return DocumentChanges.Retry(time, Try, cancellation);

        async Task<bool?> Try()
        {
            if (await FindTemplate(template.MetaTag, cancellation) is { } existing)
                return IsSame(existing, template) ? false : throw Released(template.MetaTag);
            var commit = new Commit(Partition).Create(Templates, $"template-{template.MetaTag}", template);
            return (await documents.Commit(commit, cancellation)).IsCommitted ? true : null;
        }
    }

    /// <summary>Adds or replaces a shoe model. Returns whether it is new.</summary>
    public async Task<bool> Put(ShoeModel model, CancellationToken cancellation)
    {
        var isNew = ShippedModels.All(shipped => shipped.Id != model.Id);
        await documents.Change(
            time,
            ShoeModels,
            Partition,
            $"shoe-model-{model.Id}",
            existing =>
            {
                isNew &= existing is null;
                return model;
            },
            cancellation);
        return isNew;
    }

    public static Stream? OpenOutline(string name) =>
        IsName(name) ? Assembly.GetExecutingAssembly().GetManifestResourceStream($"{ResourcePrefix}outlines.{name}.svg") : null;

    public static bool HasOutline(string? name) =>
        name is not null && Assembly.GetExecutingAssembly().GetManifestResourceInfo($"{ResourcePrefix}outlines.{name}.svg") is not null;

    /// <summary>Whether text may name a template, model, view or outline: 1 to 64 of a–z, 0–9, dot, hyphen, underscore.</summary>
    public static bool IsName(string? text) =>
        text is { Length: >= 1 and <= 64 } && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_');

    private async Task<IEnumerable<T>> Added<T>(DocumentKind<T> kind, CancellationToken cancellation)
    {
        var page = await documents.Query(kind, new DocumentQuery { Partition = Partition, Limit = MaximumEntries }, cancellation);
        return page.Items.Select(item => item.Value);
    }

    private static bool IsSame(Template one, Template other) =>
        JsonSerializer.Serialize(one, CheckJson.Default.Template) == JsonSerializer.Serialize(other, CheckJson.Default.Template);

    private static Refusal Released(string metaTag) =>
        new(409, "template_released", $"The template {metaTag} is already released and cannot be changed; choose another meta_tag.");

    private static ImmutableArray<Template> ReadTemplates() =>
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)
                && name.EndsWith(".json", StringComparison.Ordinal)
                && !name.EndsWith(".shoe_models.json", StringComparison.Ordinal))
            .Select(name => Parse(name, CheckJson.Default.Template))
            .OrderBy(template => template.Version)
            .ThenBy(template => template.MetaTag, StringComparer.Ordinal),
    ];

    private static ImmutableArray<ShoeModel> ReadModels() =>
        [.. Parse($"{ResourcePrefix}shoe_models.json", CheckJson.Default.ShoeModelArray)];

    private static T Parse<T>(string resource, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> json)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        return JsonSerializer.Deserialize(stream, json)!;
    }
}
