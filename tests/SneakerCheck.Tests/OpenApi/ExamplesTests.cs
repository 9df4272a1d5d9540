using System.Text.Json.Nodes;

namespace SneakerCheck.Tests.OpenApi;

public sealed class ExamplesTests
{
    private static readonly JsonObject Schemas = CommittedDocument.Json["components"]!["schemas"]!.AsObject();

    private static readonly (string Where, JsonNode Content)[] Contents =
    [
        .. from found in CommittedDocument.Operations
           let replies = found.Operation["responses"]!.AsObject().Select(reply => (Name: $"reply {reply.Key}", reply.Value))
           from part in replies.Prepend((Name: "body", found.Operation["requestBody"]))
           from content in part.Item2?["content"]?.AsObject() ?? []
           where content.Key.EndsWith("json", StringComparison.Ordinal) && content.Value!["schema"] is not null
           select ($"{found.Operation["operationId"]} {part.Name}", content.Value),
    ];

    [Fact]
    public void Every_JSON_body_and_reply_has_an_example_that_its_schema_allows()
    {
        Assert.NotEmpty(Contents);
        Assert.All(Contents, content =>
        {
            Assert.True(content.Content.AsObject().ContainsKey("example"), content.Where);
            Conform(content.Content["schema"]!, content.Content["example"], content.Where);
        });
    }

    [Fact]
    public void The_example_of_an_error_has_a_code_of_that_operation()
    {
        var problems = (
            from found in CommittedDocument.Operations
            from reply in found.Operation["responses"]!.AsObject()
            where int.Parse(reply.Key) >= 400
            from content in reply.Value!["content"]?.AsObject() ?? []
            where content.Value!["example"]?["code"] is not null
            select (Description: (string)reply.Value["description"]!, Code: $"{content.Value["example"]!["code"]}")).ToArray();

        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Contains($"`{problem.Code}`", problem.Description));
    }

    private static void Conform(JsonNode schema, JsonNode? example, string where)
    {
        if (schema["$ref"] is { } reference)
        {
            Conform(Schemas[$"{reference}".Split('/')[^1]]!, example, where);
        }
        else if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices)
        {
            if (example is not null)
                Conform(choices.First(choice => $"{choice!["type"]}" != "null")!, example, where);
        }
        else if (schema["enum"] is JsonArray words)
        {
            Assert.Contains($"{example}", words.Select(word => $"{word}"));
        }
        else
        {
            Typed(schema, example, where);
        }
    }

    private static void Typed(JsonNode schema, JsonNode? example, string where)
    {
        var types = schema["type"] is JsonArray several ? several.Select(type => $"{type}").ToArray() : [$"{schema["type"]}"];
        var kind = example?.GetValueKind().ToString().ToLowerInvariant() switch
        {
            "true" or "false" => ["boolean"],
            "number" => ["number", "integer"],
            { } other => new[] { other },
            null => ["null"],
        };
        if (types is not [""])
        {
            Assert.True(
                types.Intersect(kind).Any() || (example is null && types.Contains("object")),
                $"{where}: {schema.ToJsonString()} is {example}");
        }
        if (example is JsonArray items)
            Assert.All(items, item => Conform(schema["items"]!, item, where));
        if (example is not JsonObject members)
            return;
        foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
        {
            if (members.TryGetPropertyValue(name, out var value))
                Conform(member!, value, $"{where} {name}");
        }
        foreach (var name in schema["required"]?.AsArray() ?? [])
            Assert.True(members.ContainsKey($"{name}"), $"{where} lacks {name}");
    }
}
