using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Hosting.Local.OpenApi;

/// <summary>
/// Completes an operation with what its method's attributes say, and with what the gate and the reader of bodies may answer
/// to every request of its kind.
/// </summary>
internal sealed class Operations : IOpenApiOperationTransformer
{
    // Where every function is entered through a gate, and where that one answers by problems.
    private const string Gated = "api/";
    private const string GatedByProblems = "api/v1/";
    private const string Form = "multipart/form-data";
    private const string Json = "application/json";
    private const string Jpeg = "image/jpeg";
    private const string ProblemJson = "application/problem+json";

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        Describe(operation, metadata);
        DescribeParameters(operation, metadata);
        DescribeBody(operation, metadata);
        operation.Security = [];
        var path = context.Description.RelativePath!;
        if (path.StartsWith(Gated, StringComparison.Ordinal))
            AddAnswersOfGate(operation, metadata, context.Document!, path.StartsWith(GatedByProblems, StringComparison.Ordinal));
        DescribeProblems(operation, metadata, context.Document!);
        DescribeHeaders(operation, metadata);
        return Task.CompletedTask;
    }

    // The method's own summary tells what it answers.
    private static void Describe(OpenApiOperation operation, IList<object> metadata)
    {
        var answers = operation.Summary;
        operation.Summary = metadata.OfType<IEndpointSummaryMetadata>().LastOrDefault()?.Summary;
        var more = metadata.OfType<IEndpointDescriptionMetadata>().LastOrDefault()?.Description;
        operation.Description = string.Join("\n\n", new[] { answers, more }.Where(text => text is not null));
    }

    private static void DescribeParameters(OpenApiOperation operation, IList<object> metadata)
    {
        operation.Parameters ??= [];
        foreach (var query in metadata.OfType<QueryParameterAttribute>())
            operation.Parameters.Add(new OpenApiParameter { Name = query.Name, In = ParameterLocation.Query });
        foreach (var parameter in operation.Parameters.Cast<OpenApiParameter>())
        {
            var (schema, meaning) = WireNames.Parameter(parameter.Name!);
            if (metadata.OfType<QueryParameterAttribute>().FirstOrDefault(query => query.Name == parameter.Name) is { Maximum: > 0 } bounds)
                (schema.Maximum, schema.Default) = (bounds.Maximum.ToString(CultureInfo.InvariantCulture), bounds.Default);
            (parameter.Schema, parameter.Description) = (schema, meaning);
        }
        foreach (var header in metadata.OfType<RequestHeaderAttribute>())
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = header.Name,
                In = ParameterLocation.Header,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Description = WireNames.Header(header.Name),
            });
        }
    }

    private static void DescribeBody(OpenApiOperation operation, IList<object> metadata)
    {
        var content = operation.RequestBody?.Content;
        if (content?.ContainsKey(Jpeg) == true)
            content[Jpeg] = new OpenApiMediaType { Schema = WireNames.Binary };
        if (content?.ContainsKey(Form) == true)
            content[Form] = new OpenApiMediaType { Schema = FormOf([.. metadata.OfType<FormPartAttribute>()]) };
    }

    private static OpenApiSchema FormOf(IReadOnlyList<FormPartAttribute> parts) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = parts.ToDictionary(part => part.Name, PartOf),
        Required = parts.Where(part => part.IsRequired).Select(part => part.Name).ToHashSet(),
    };

    private static IOpenApiSchema PartOf(FormPartAttribute part)
    {
        if (part.Name == "file")
            return new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "The photo, a JPEG." };
        var (schema, meaning) = WireNames.Parameter(part.Name);
        schema.Description = meaning;
        return schema;
    }

    private static void AddAnswersOfGate(
        OpenApiOperation operation, IList<object> metadata, OpenApiDocument document, bool byProblems)
    {
        List<int> statuses = [StatusCodes.Status500InternalServerError];
        if (operation.RequestBody?.Content?.ContainsKey(Json) == true)
            statuses.AddRange([StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge]);
        if (operation.Parameters!.Any(parameter => parameter is { In: ParameterLocation.Path, Name: "user_id" }))
            statuses.Add(StatusCodes.Status404NotFound);
        if (!metadata.OfType<IAllowAnonymous>().Any())
        {
            statuses.AddRange([StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden]);
            operation.Security =
            [
                new() { [new OpenApiSecuritySchemeReference(ApiDocument.Bearer, document)] = [] },
                new() { [new OpenApiSecuritySchemeReference(ApiDocument.Cookie, document)] = [] },
            ];
        }
        foreach (var status in statuses)
        {
            operation.Responses!.TryAdd(
                Key(status), byProblems ? Problems(document, [typeof(Problem)]) : EnvelopeOfNothing(document, status));
        }
    }

    private static OpenApiResponse EnvelopeOfNothing(OpenApiDocument document, int status) => new()
    {
        Description = ReasonPhrases.GetReasonPhrase(status),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [Json] = new() { Schema = new OpenApiSchemaReference("EnvelopeOfNoData", document) },
        },
    };

    private static void DescribeProblems(OpenApiOperation operation, IList<object> metadata, OpenApiDocument document)
    {
        // Where one status has several shapes, the framework keeps one of them.
        foreach (var shapes in metadata.OfType<ProducesResponseTypeAttribute>().GroupBy(produces => produces.StatusCode))
        {
            if (shapes.Count() > 1)
                operation.Responses![Key(shapes.Key)] = Problems(document, [.. shapes.Select(shape => shape.Type)]);
        }
        var sorted = operation.Responses!.OrderBy(response => response.Key, StringComparer.Ordinal).ToArray();
        operation.Responses!.Clear();
        foreach (var (status, response) in sorted)
        {
            if (response.Content?.ContainsKey(ProblemJson) == true && Meaning(status) is { } meaning)
                response.Description = meaning;
            operation.Responses.Add(status, response);
        }
    }

    private static OpenApiResponse Problems(OpenApiDocument document, IReadOnlyList<Type> shapes)
    {
        var schemas = shapes.Select(shape => (IOpenApiSchema)new OpenApiSchemaReference(shape.Name, document)).ToArray();
        var schema = schemas is [var only] ? only : new OpenApiSchema { AnyOf = schemas };
        return new OpenApiResponse { Content = new Dictionary<string, OpenApiMediaType> { [ProblemJson] = new() { Schema = schema } } };
    }

    private static string? Meaning(string status) => status switch
    {
        "400" => "The request is not as it must be: `invalid_json`, or `invalid_field` with the members in `errors`, or as `code` says.",
        "401" => "`not_signed_in`, `token_expired` or `token_invalid`; at sign-in `invalid_credentials`.",
        "403" => "`forbidden`: another account's, or for operators only. `account_banned`. For a new task also `quota_exceeded`.",
        "404" => "`not_found`.",
        "409" => "What is there stands against it; `code` says what.",
        "412" => "`etag_mismatch`: it has changed since.",
        "413" => "`body_too_large` or `photo_too_large`.",
        "415" => "`not_jpeg`.",
        "429" => "`too_many_attempts`.",
        "500" => "`internal_error`: a fault of the service, which has been logged.",
        _ => null,
    };

    private static void DescribeHeaders(OpenApiOperation operation, IList<object> metadata)
    {
        var headers = metadata.OfType<ResponseHeaderAttribute>()
            .SelectMany(header => header.Statuses, (header, status) => (header.Name, Status: Key(status)))
            .Append(("WWW-Authenticate", "401"))
            .Append(("Retry-After", "429"));
        foreach (var (name, status) in headers)
        {
            if (operation.Responses!.TryGetValue(status, out var response))
            {
                ((OpenApiResponse)response).Headers ??= new Dictionary<string, IOpenApiHeader>();
                response.Headers![name] = new OpenApiHeader
                {
                    Description = WireNames.Header(name),
                    Schema = new OpenApiSchema { Type = name == "Retry-After" ? JsonSchemaType.Integer : JsonSchemaType.String },
                };
            }
        }
    }

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);
}
