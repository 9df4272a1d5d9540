using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using SneakerCheck.Checks;
using SneakerCheck.Platform.Http;

namespace SneakerCheck.Hosting.Local.OpenApi;

/// <summary>What the names of parameters, form parts and headers mean; a name means the same wherever it occurs.</summary>
internal static class WireNames
{
    private const string IdForm = "^[0-9a-f]{32}$";
    private const string NameForm = "^[a-z0-9._-]{1,64}$";

    /// <summary>A photo's bytes.</summary>
    public static OpenApiSchema Binary => new() { Type = JsonSchemaType.String, Format = "binary" };

    /// <summary>The schema and the meaning of a path parameter, a query parameter or a form part.</summary>
    /// <exception cref="InvalidOperationException">The name is not described here.</exception>
    public static (OpenApiSchema Schema, string Meaning) Parameter(string name) => name switch
    {
        "user_id" => (Text("^(me|[1-9][0-9]*)$"), "The account's id, or `me` for one's own."),
        "session_id" => (Text(IdForm), "The session's id."),
        "task_id" => (Text(IdForm), "The task's id."),
        "exemplar_id" => (Text(IdForm), "The exemplar's id."),
        "nid" => (Text(IdForm), "The notification's id."),
        "device_id" => (Text("^[A-Za-z0-9_-]{1,64}$"), "The owner's name for the device."),
        "meta_tag" => (Text(NameForm), "The template's name."),
        "shoe_model" => (Text(NameForm), "The shoe model's id."),
        "view" => (Text(NameForm), "The view that the photo shows; one of the template's, for example `side_tag`."),
        "type" => (Text(NameForm), "Another name of `view`."),
        "pair" => (Text(NameForm), "Names the pair of shoes; photos of one pair are never taken for independent."),
        "verdict" => (Choice(["fake", "true"]), "What the pair is."),
        "state" => (Choice(Enum.GetNames<CheckState>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)), "Only tasks in this state."),
        "limit" => (
            new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = $"{Paging.MaximumLimit}", Default = Paging.DefaultLimit },
            "The most items of the page."),
        Paging.ContinuationName => (Text(), "Where the page begins; it is in the Link header of the page before."),
        "unread" => (new() { Type = JsonSchemaType.Boolean, Default = false }, "Whether to show only what has not been read."),
        "audit" => (
            new() { Type = JsonSchemaType.Boolean, Default = false }, "Whether to show only answers that are marked for a person to audit."),
        "file" => (Text(), "The file's name."),
        "picture_id" => (new() { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "1" }, "The picture's id."),
        "page" => (new() { Type = JsonSchemaType.Integer, Minimum = "1", Default = 1 }, "Which page, from 1."),
        "username" => (Text(), "Only this user's pictures."),
        "fields" => (Choice(["url"]), "`url`: links to the pictures, that last 15 minutes, instead of their bytes."),
        "size" => (Choice(["small"]), "`small`: an eighth of the width and height, of JPEGs that are not small themselves."),
        _ => throw new InvalidOperationException($"Say in {nameof(WireNames)} what '{name}' means."),
    };

    /// <summary>The meaning of a header.</summary>
    /// <exception cref="InvalidOperationException">The name is not described here.</exception>
    public static string Header(string name) => name switch
    {
        "If-Match" => "The ETag that the task must still have.",
        "If-None-Match" => "The ETag that the client holds; 304 where it still holds.",
        "Prefer" => "`wait=N`: answer as soon as the state changes, at the latest after N seconds; at most 30 (RFC 7240).",
        "Preference-Applied" => "The wait that was granted.",
        "ETag" => "The version; give it back in If-Match or If-None-Match.",
        "Location" => "Where it is.",
        "Link" => "The next page, `rel=\"next\"`; absent on the last (RFC 8288).",
        "Retry-After" => "When to come back, in seconds.",
        "Set-Cookie" => "The same token as the cookie `session`, for browsers.",
        "WWW-Authenticate" => "`Bearer`.",
        _ => throw new InvalidOperationException($"Say in {nameof(WireNames)} what the header '{name}' means."),
    };

    private static OpenApiSchema Text(string? form = null) => new() { Type = JsonSchemaType.String, Pattern = form };

    private static OpenApiSchema Choice(IEnumerable<string> values) =>
        new() { Type = JsonSchemaType.String, Enum = [.. values.Select(value => (JsonNode)value)] };
}
