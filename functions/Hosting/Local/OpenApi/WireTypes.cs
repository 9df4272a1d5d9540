using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SneakerCheck.Platform.Json;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Hosting.Local.OpenApi;

/// <summary>Sets the schema of types whose JSON the framework cannot infer: types with a converter, and free-form data.</summary>
internal sealed class WireTypes : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        var value = Nullable.GetUnderlyingType(type) ?? type;
        if (value == typeof(DateTimeOffset) || value.IsEnum)
            schema.Type = value == type || value.IsEnum ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
        if (value == typeof(JsonElement))
            schema.Type = JsonSchemaType.Object;
        if (value.IsEnum)
            schema.Enum = [.. WireEnumConverter.NamesOf(value).Select(name => (JsonNode)name)];
        var attributes = context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(ListOrWordAttribute), false);
        if (attributes is [ListOrWordAttribute choice])
        {
            schema.Type = null;
            schema.AnyOf =
            [
                new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference(choice.Entry.Name, context.Document) },
                new OpenApiSchema { Type = JsonSchemaType.String, Enum = [choice.Word] },
                new OpenApiSchema { Type = JsonSchemaType.Null },
            ];
        }
        return Task.CompletedTask;
    }
}
