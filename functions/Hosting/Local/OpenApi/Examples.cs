using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SneakerCheck.Hosting.Local.OpenApi;

/// <summary>
/// Adds an example to every JSON body and reply. It is made from the schema, so it has exactly the members that the schema has; values
/// come from the members' names.
/// </summary>
internal static partial class Examples
{
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private const string Id = "0199f1c27a5e7c3d8b1e4f60a2d39c57";
    private const string Token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMDQyIn0.c2lnbmF0dXJl";
    private const string Earlier = "2026-11-25T08:30:00Z";
    private const string Later = "2026-11-25T08:31:12Z";
    private const string Link = "http://127.0.0.1:10000/account/photos/1042/photo.jpg?sig=signature";

    /// <summary>Values by the member's name. Where a name has two types, the schema's type chooses.</summary>
    private static readonly Dictionary<string, object[]> Values = new()
    {
        ["id"] = [Id, 1042],
        ["user_id"] = [1042],
        ["task_id"] = [Id],
        ["file_id"] = [Id],
        ["run_id"] = [Id],
        ["device_id"] = ["li-weis-phone"],
        ["picture_id"] = [318],
        ["token"] = [Token],
        ["access_token"] = [Token],
        ["email"] = ["li.wei@example.org"],
        ["phone"] = ["+8613800138000"],
        ["phone_number"] = ["13123456789"],
        ["username"] = ["li.wei"],
        ["nick_name"] = ["李伟"],
        ["password"] = ["correct horse battery"],
        ["old_password"] = ["correct horse battery"],
        ["new_password"] = ["staple correct horse"],
        ["client"] = ["SneakerCheck/1.0 (iPhone)"],
        ["meta_tag"] = ["quick-1"],
        ["shoe_model"] = ["adidas_superstar"],
        ["brand"] = ["adidas"],
        ["comment"] = ["Bought second-hand, with box."],
        ["state"] = ["finished"],
        ["answer"] = ["true"],
        ["verdict"] = ["true"],
        ["label"] = ["true"],
        ["create_time"] = [Earlier],
        ["add_time"] = [Earlier],
        ["start_time"] = [Earlier],
        ["finish_time"] = [Later],
        ["update_time"] = [Later],
        ["expire_time"] = ["2026-12-25T08:30:00Z"],
        ["expires_at"] = ["2026-11-25T08:45:00Z"],
        ["etag"] = ["0x8DF3A1B2C3D4E5F"],
        ["url"] = [Link],
        ["link"] = [Link],
        ["method"] = ["PUT"],
        ["content_type"] = ["image/jpeg"],
        ["size"] = [2_481_337],
        ["width"] = [4032],
        ["height"] = [3024],
        ["sha256"] = [Hash],
        ["view"] = ["appear"],
        ["views"] = ["appear"],
        ["data"] = ["/9j/4AAQSkZJRgABAQAAAQABAAD/2Q=="],
        ["pair"] = ["true-001"],
        ["outline"] = ["appear"],
        ["zh"] = ["外观"],
        ["en"] = ["Appearance"],
        ["text_zh"] = ["您的鞋与已知的真品一致。"],
        ["text_en"] = ["Your pair is like genuine pairs."],
        ["title_zh"] = ["鉴定完成：真品"],
        ["title_en"] = ["Your check is finished: genuine"],
        ["step"] = ["quality"],
        ["name"] = ["sharpness"],
        ["value"] = [83],
        ["limit"] = ["≥ 50", 20],
        ["code"] = ["like_genuine", 0],
        ["error_bound"] = [0.05],
        ["p_value"] = [0.32],
        ["typicality_p_value"] = [0.41],
        ["distance"] = [0.74],
        ["correlation"] = [0.97],
        ["pairs"] = [24],
        ["pairs_lacking"] = [0],
        ["pairs_needed"] = [19],
        ["min_pixels"] = [400_000],
        ["sharpness_min"] = [50],
        ["mean_luma_min"] = [50],
        ["mean_luma_max"] = [215],
        ["shadow_max"] = [0.55],
        ["highlight_max"] = [0.4],
        ["subject_fill_min"] = [0.02],
        ["quota"] = [50],
        ["tasks_held"] = [3],
        ["usable"] = [true],
        ["passed"] = [true],
        ["typical"] = [true],
        ["required"] = [true],
        ["message"] = ["ok"],
        ["documents"] = ["ok"],
        ["blobs"] = ["ok"],
        ["messages"] = ["ok"],
        ["start"] = ["ok"],
        ["status"] = ["ok"],
        ["secret"] = ["3q2-7wAAAAA"],
        ["model"] = ["sneakers"],
        ["reason"] = ["The stitching and the label are those of a genuine pair."],
        ["field"] = ["email"],
        ["x-ms-blob-type"] = ["BlockBlob"],
    };

    /// <summary>A sign-in takes one of three; an example that has all would mislead.</summary>
    private static readonly string[] Alternatives = ["phone", "phone_number", "username"];

    /// <summary>Adds the examples to a finished document.</summary>
    public static void Add(JsonNode document)
    {
        var schemas = document["components"]?["schemas"]?.AsObject() ?? [];
        foreach (var operation in document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(verb => verb.Value!))
        {
            foreach (var content in Json(operation["requestBody"]))
                content["example"] = new Maker(schemas, isRequest: true).Make(content["schema"], "");
            foreach (var (status, response) in operation["responses"]?.AsObject() ?? [])
            {
                foreach (var content in Json(response))
                {
                    var example = new Maker(schemas, isRequest: false).Make(content["schema"], "");
                    Correct(example, int.Parse(status, CultureInfo.InvariantCulture), $"{response!["description"]}");
                    if (status == "201")
                        Begin(example);
                    content["example"] = example;
                }
            }
        }
    }

    private static IEnumerable<JsonNode> Json(JsonNode? body) =>
        from content in body?["content"]?.AsObject() ?? []
        where content.Key.EndsWith("json", StringComparison.Ordinal) && content.Value!["schema"] is not null
        select content.Value;

    // The description of an error names its codes, each with its meaning: "`not_found`: it does not exist; …".
    private static void Correct(JsonNode? example, int status, string description)
    {
        if (status < 400 || example is not JsonObject problem || FirstCode().Match(description) is not { Success: true } first)
            return;
        var (code, meaning) = (first.Groups["code"].Value, first.Groups["meaning"].Value.TrimEnd('.'));
        if (problem.ContainsKey("error_code"))
        {
            (problem["error_code"], problem["error_msg"]) = (status, meaning);
            return;
        }
        problem["code"] = int.TryParse(code, CultureInfo.InvariantCulture, out var number) ? number : code;
        if (problem.ContainsKey("message"))
            problem["message"] = meaning;
        if (!problem.ContainsKey("detail"))
            return;
        problem["type"] = "about:blank";
        problem["title"] = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
        problem["status"] = status;
        problem["detail"] = meaning;
        if (code != "invalid_field")
            problem.Remove("errors");
    }

    // A task that was just opened has no answer yet.
    private static void Begin(JsonNode? example)
    {
        if (example is not JsonObject task || !task.ContainsKey("finish_time"))
            return;
        task["state"] = "incomplete";
        task["history"] = new JsonArray();
        foreach (var name in new[] { "answer", "start_time", "finish_time", "report" })
            task[name] = null;
    }

    [GeneratedRegex("`(?<code>[^`]+)`: (?<meaning>[^;]+)")]
    private static partial Regex FirstCode();

    private sealed class Maker(JsonObject schemas, bool isRequest)
    {
        private readonly HashSet<string> within = [];

        public JsonNode? Make(JsonNode? schema, string name)
        {
            if (schema?["$ref"] is { } reference)
                return Referenced($"{reference}".Split('/')[^1], name);
            if ((schema?["oneOf"] ?? schema?["anyOf"]) is JsonArray choices)
                return Make(choices.FirstOrDefault(choice => $"{choice!["type"]}" != "null"), name);
            if (schema?["enum"] is JsonArray words)
                return words.FirstOrDefault(word => $"{word}" == $"{Known(name, "string")}")?.DeepClone() ?? words[0]!.DeepClone();
            return TypeOf(schema) switch
            {
                "array" => Make(schema!["items"], name) is { } item ? new JsonArray(item) : [],
                "object" => Object(schema!),
                "string" => Known(name, "string") ?? (schema!["format"]?.ToString() == "date-time" ? Earlier : "text"),
                "boolean" => Known(name, "boolean") ?? false,
                "integer" or "number" => Known(name, "number") ?? 1,
                _ => new JsonObject(),
            };
        }

        // Null where a schema is within itself.
        private JsonNode? Referenced(string schema, string name)
        {
            if (!within.Add(schema))
                return null;
            var made = Make(schemas[schema], name);
            within.Remove(schema);
            return made;
        }

        private JsonObject Object(JsonNode schema)
        {
            var made = new JsonObject();
            var members = schema["properties"]?.AsObject() ?? [];
            foreach (var (name, member) in members)
            {
                if (!isRequest || !Alternatives.Contains(name) || !members.ContainsKey("email"))
                    made[name] = Make(member, name);
            }
            if (schema["additionalProperties"] is JsonObject value)
                made[$"{value["type"]}" == "string" ? "x-ms-blob-type" : "appear"] = Make(value, "x-ms-blob-type");
            return made;
        }

        private static string? TypeOf(JsonNode? schema) => schema?["type"] switch
        {
            JsonArray several => several.Select(type => $"{type}").First(type => type != "null"),
            { } one => $"{one}",
            null => schema?["properties"] is null ? null : "object",
        };

        private static JsonNode? Known(string name, string type) => Values.GetValueOrDefault(name)?.FirstOrDefault(value => value switch
        {
            string => type == "string",
            bool => type == "boolean",
            _ => type == "number",
        }) switch
        {
            string text => text,
            bool truth => truth,
            int number => number,
            double number => number,
            _ => null,
        };
    }
}
