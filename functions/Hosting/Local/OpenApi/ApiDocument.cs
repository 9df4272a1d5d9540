using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.OpenApi;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Json;

namespace SneakerCheck.Hosting.Local.OpenApi;

/// <summary>Generates the OpenAPI 3.1 document of the functions.</summary>
internal static partial class ApiDocument
{
    /// <summary>The name of the security scheme of tokens in the <c>Authorization</c> header.</summary>
    public const string Bearer = "bearer";

    private const string Version = "v1";

    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The document as indented JSON. The same functions always give the same text.</summary>
    public static async Task<string> Describe(FunctionIndex index, CancellationToken cancellation)
    {
        var wire = WireJson.Options();
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddRouting();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = wire.PropertyNamingPolicy;
            json.SerializerOptions.DictionaryKeyPolicy = wire.DictionaryKeyPolicy;
            json.SerializerOptions.NumberHandling = wire.NumberHandling;
            foreach (var converter in wire.Converters)
                json.SerializerOptions.Converters.Add(converter);
        });
        builder.Services.AddOpenApi(Version, options =>
        {
            // Free-form data needs no schema of its own.
            options.CreateSchemaReferenceId = type =>
                type.Type == typeof(JsonElement) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
            options.AddSchemaTransformer<WireTypes>();
            options.AddOperationTransformer<Operations>();
            options.AddDocumentTransformer(new RequestMembers(index, wire.PropertyNamingPolicy!));
            options.AddDocumentTransformer((document, _, _) => Introduce(document, index));
        });
        builder.Services.AddSingleton(FunctionEndpoints.Of(index));
        using var app = builder.Build();
        var document = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Version).GetOpenApiDocumentAsync(cancellation);
        var json = JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellation))!;
        Tidy(json);
        Examples.Add(json);
        return json.ToJsonString(Layout) + "\n";
    }

    private static Task Introduce(OpenApiDocument document, FunctionIndex index)
    {
        document.Info = new OpenApiInfo
        {
            Title = "SneakerCheck",
            Version = Version,
            Description = "The trust desk of a sneaker marketplace: an owner opens a check, uploads the photos that its template asks for, "
                + "and learns whether the pair is true, fake, or not to be told.",
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "Where this document is served." }];
        var used = document.Tags!.Select(tag => tag.Name).ToHashSet();
        var permissions = index.Functions
            .Select(function => function.Method.GetCustomAttribute<AccessAttribute>())
            .OfType<AccessAttribute>();
        document.Tags = permissions
            .SelectMany(access => access.Contract.Sections).Distinct()
            .Where(section => used.Contains(section.Name))
            .OrderBy(section => section.Order)
            .Select(section => new OpenApiTag { Name = section.Name, Description = section.Description }).ToHashSet();
        document.Components!.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "The `token` of the sign-in. `JWT T` and the bare token are understood too.",
            },
        };
        foreach (var cookie in permissions.Where(access => !access.IsOpen).Select(access => access.Contract.Cookie).Distinct())
        {
            document.Components.SecuritySchemes[cookie] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = cookie,
                Description = "The same token, for browsers.",
            };
        }
        var paths = new OpenApiPaths();
        foreach (var (path, item) in document.Paths.OrderBy(path => path.Key, StringComparer.Ordinal))
            paths.Add(path, item);
        document.Paths = paths;
        return Task.CompletedTask;
    }

    // Descriptions come from doc comments. Their line breaks and their references to a rule's source are of no use in the document.
    private static void Tidy(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
                Tidy(item);
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToArray())
            {
                if (name == "description" && value is JsonValue text)
                    members[name] = Source().Replace(Wrapped().Replace(text.GetValue<string>(), " "), "");
                else
                    Tidy(value);
            }
            LiftDescription(members);
        }
    }

    // The framework puts the description of a nullable member on its reference. Client generators look for it on the member.
    private static void LiftDescription(JsonObject member)
    {
        foreach (var choice in (member["oneOf"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (choice["description"] is { } description && choice.Remove("description"))
                member["description"] = description;
        }
    }

    [GeneratedRegex(@"(?<!\n)\n(?!\n)")]
    private static partial Regex Wrapped();

    [GeneratedRegex(@" \((?:seed|contracts\.md)[^)]*\)")]
    private static partial Regex Source();
}
