using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.OpenApi;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Hosting.Local.OpenApi;

/// <summary>
/// Completes an operation from its method's attributes and from its contract: parameters, body, errors, headers and access.
/// </summary>
internal sealed class Operations : IOpenApiOperationTransformer
{
    private const string Form = "multipart/form-data";
    private const string Json = "application/json";
    private const string Jpeg = "image/jpeg";
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var access = metadata.OfType<AccessAttribute>().Single();
        Describe(operation, metadata);
        DescribeParameters(operation, metadata, access.Contract, context.Description.RelativePath!);
        DescribeBody(operation, metadata, access.Contract);
        operation.Security = access.IsOpen ? [] :
        [
            new() { [new OpenApiSecuritySchemeReference(ApiDocument.Bearer, context.Document)] = [] },
            new() { [new OpenApiSecuritySchemeReference(access.Contract.Cookie, context.Document)] = [] },
        ];
        DescribeErrors(operation, metadata, context.Document!);
        DescribeHeaders(operation, metadata);
        return Task.CompletedTask;
    }

    // The doc comment of the method describes the reply; the summary of the operation is an attribute.
    private static void Describe(OpenApiOperation operation, IList<object> metadata)
    {
        var answers = operation.Summary;
        operation.Summary = metadata.OfType<IEndpointSummaryMetadata>().LastOrDefault()?.Summary;
        var more = metadata.OfType<IEndpointDescriptionMetadata>().LastOrDefault()?.Description;
        operation.Description = string.Join("\n\n", new[] { answers, more }.Where(text => text is not null));
    }

    // The framework describes only parameters of the method, but the gate reads others from the route.
    private static void DescribeParameters(OpenApiOperation operation, IList<object> metadata, Contract contract, string path)
    {
        operation.Parameters =
        [
            .. RoutePatternFactory.Parse(path).Parameters.Select(route => new OpenApiParameter
            {
                Name = route.Name,
                In = ParameterLocation.Path,
                Required = true,
                Schema = Schema(contract, route.Name),
                Description = contract.Parameters[route.Name].Meaning,
            }),
            .. metadata.OfType<QueryParameterAttribute>().Select(query => new OpenApiParameter
            {
                Name = query.Name,
                In = ParameterLocation.Query,
                Schema = Schema(contract, query.Name),
                Description = contract.Parameters[query.Name].Meaning,
            }),
            .. metadata.OfType<RequestHeaderAttribute>().Select(header => new OpenApiParameter
            {
                Name = header.Name,
                In = ParameterLocation.Header,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Description = WireHeaders.Meaning(header.Name),
            }),
        ];
    }

    private static void DescribeBody(OpenApiOperation operation, IList<object> metadata, Contract contract)
    {
        var content = operation.RequestBody?.Content;
        if (content?.ContainsKey(Jpeg) == true)
            content[Jpeg] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
        if (content?.ContainsKey(Form) == true)
            content[Form] = new OpenApiMediaType { Schema = FormOf([.. metadata.OfType<FormPartAttribute>()], contract) };
        if (metadata.OfType<OneOrListAttribute>().SingleOrDefault() is { } either)
        {
            content![Json] = OneOrList(content[Json]);
            var reply = operation.Responses![Key(either.Status)].Content!;
            reply[Json] = OneOrList(reply[Json]);
        }
    }

    private static OpenApiMediaType OneOrList(OpenApiMediaType one) => new()
    {
        Schema = new OpenApiSchema
        {
            OneOf = [one.Schema!, new OpenApiSchema { Type = JsonSchemaType.Array, Items = one.Schema }],
        },
    };

    private static OpenApiSchema FormOf(IReadOnlyList<FormPartAttribute> parts, Contract contract) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = parts.ToDictionary(part => part.Name, part => PartOf(part, contract)),
        Required = parts.Where(part => part.IsRequired).Select(part => part.Name).ToHashSet(),
    };

    private static IOpenApiSchema PartOf(FormPartAttribute part, Contract contract)
    {
        if (part.Name == "file")
            return new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "The photo, a JPEG." };
        var schema = Schema(contract, part.Name);
        schema.Description = contract.Parameters[part.Name].Meaning;
        return schema;
    }

    private static OpenApiSchema Schema(Contract contract, string name)
    {
        var parameter = contract.Parameters.GetValueOrDefault(name)
            ?? throw new InvalidOperationException($"No contract says what the parameter '{name}' means.");
        return new OpenApiSchema
        {
            Type = parameter.Type switch
            {
                ParameterType.Integer => JsonSchemaType.Integer,
                ParameterType.Boolean => JsonSchemaType.Boolean,
                _ => JsonSchemaType.String,
            },
            Format = parameter.IsLong ? "int64" : null,
            Pattern = parameter.Pattern,
            Enum = parameter.Choices.IsEmpty ? null : [.. parameter.Choices],
            Minimum = parameter.Minimum?.ToString(CultureInfo.InvariantCulture),
            Maximum = parameter.Maximum?.ToString(CultureInfo.InvariantCulture),
            Default = parameter.Default switch
            {
                null => null,
                bool flag => flag,
                var number => Convert.ToInt32(number, CultureInfo.InvariantCulture)
            },
        };
    }

    private static void DescribeErrors(OpenApiOperation operation, IList<object> metadata, OpenApiDocument document)
    {
        // The framework keeps only one response type of a status, but a status may have several.
        var refusals = metadata.OfType<FunctionRefusals>().Single();
        foreach (var shapes in metadata.OfType<ProducesResponseTypeAttribute>().GroupBy(produces => produces.StatusCode))
        {
            if (shapes.Count() > 1)
                operation.Responses![Key(shapes.Key)] = AnyOf(
                    document, refusals.Contract.Format.MediaType, shapes.Select(shape => shape.Type));
        }
        var meanings = refusals.Meanings;
        var sorted = operation.Responses!.OrderBy(response => response.Key, StringComparer.Ordinal).ToArray();
        operation.Responses!.Clear();
        foreach (var (status, response) in sorted)
        {
            if (meanings.TryGetValue(int.Parse(status, CultureInfo.InvariantCulture), out var meaning))
                response.Description = meaning;
            operation.Responses.Add(status, response);
        }
    }

    private static OpenApiResponse AnyOf(OpenApiDocument document, string mediaType, IEnumerable<Type> shapes) => new()
    {
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [mediaType] = new()
            {
                Schema = new OpenApiSchema { AnyOf = [.. shapes.Select(shape => new OpenApiSchemaReference(shape.Name, document))] },
            },
        },
    };

    private static void DescribeHeaders(OpenApiOperation operation, IList<object> metadata)
    {
        var headers = metadata.OfType<ResponseHeaderAttribute>()
            .SelectMany(header => header.Statuses, (header, status) => (header.Name, Status: Key(status)))
            .Append(("WWW-Authenticate", "401"))
            .Append(("Retry-After", "429"))
            .Append(("Retry-After", "503"));
        foreach (var (name, status) in headers)
        {
            if (operation.Responses!.TryGetValue(status, out var response))
            {
                ((OpenApiResponse)response).Headers ??= new Dictionary<string, IOpenApiHeader>();
                response.Headers![name] = new OpenApiHeader
                {
                    Description = WireHeaders.Meaning(name),
                    Schema = new OpenApiSchema { Type = name == "Retry-After" ? JsonSchemaType.Integer : JsonSchemaType.String },
                };
            }
        }
    }

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);
}
