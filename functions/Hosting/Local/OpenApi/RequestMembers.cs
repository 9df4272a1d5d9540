using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Hosting.Local.OpenApi;

/// <summary>
/// Sets which members are required. A reply always has all of its members, with null for no value. Of a request, those members are
/// required that cannot be null or have a <see cref="RequiredAttribute"/>.
/// </summary>
internal sealed class RequestMembers(FunctionIndex index, JsonNamingPolicy names) : IOpenApiDocumentTransformer
{
    private readonly NullabilityInfoContext nullability = new();
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var schemas = document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>();
        foreach (var type in RequestTypes(schemas.Keys, _ => true))
        {
            var schema = (OpenApiSchema)schemas[type.Name];
            var required = type.GetProperties().Where(IsRequired).Select(property => names.ConvertName(property.Name)).ToHashSet();
            schema.Required = required;
            foreach (var name in required)
                schema.Properties![name] = NeverNull(schema.Properties[name]);
        }
        foreach (var type in RequestTypes(schemas.Keys, access => access.Contract.RefusesUnknownMembers))
            ((OpenApiSchema)schemas[type.Name]).AdditionalPropertiesAllowed = false;
        // An error has this member only if there is something to list.
        var problem = (OpenApiSchema)schemas[nameof(Problem)];
        var errors = names.ConvertName(nameof(Problem.Errors));
        problem.Required!.Remove(errors);
        problem.Properties![errors] = NeverNull(problem.Properties[errors]);
        return Task.CompletedTask;
    }

    /// <summary>The types of request bodies and of their members, recursively, of these functions.</summary>
    private HashSet<Type> RequestTypes(ICollection<string> described, Func<AccessAttribute, bool> isOne)
    {
        var found = new HashSet<Type>();
        var open = new Stack<Type>(index.Functions
            .Where(function => function.Method.GetCustomAttribute<AccessAttribute>() is { } access && isOne(access))
            .SelectMany(function => function.Method.GetCustomAttributes().OfType<IAcceptsMetadata>())
            .Select(accepts => accepts.RequestType).OfType<Type>());
        while (open.TryPop(out var type))
        {
            foreach (var argument in type.GetGenericArguments())
                open.Push(argument);
            if (type.IsEnum || !described.Contains(type.Name) || !found.Add(type))
                continue;
            foreach (var property in type.GetProperties())
                open.Push(property.PropertyType);
        }
        return found;
    }

    private bool IsRequired(PropertyInfo property) =>
        property.IsDefined(typeof(RequiredAttribute)) || nullability.Create(property).ReadState == NullabilityState.NotNull;

    private static IOpenApiSchema NeverNull(IOpenApiSchema schema)
    {
        if (schema is OpenApiSchema { OneOf: [_, _] either } && either.OfType<OpenApiSchemaReference>().SingleOrDefault() is { } reference)
            return reference;
        if (schema is OpenApiSchema { Type: { } type } simple)
            simple.Type = type & ~JsonSchemaType.Null;
        return schema;
    }
}
