using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SneakerCheck.Tests.OpenApi;

/// <summary>Compares the document with the replies of the running product.</summary>
public sealed partial class ApiAnswersTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string SomeId = "0123456789abcdef0123456789abcdef";

    public static TheoryData<string> Operations =>
        [.. CommittedDocument.Operations.Select(found => (string)found.Operation["operationId"]!)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_token_is_needed_where_the_document_says_so(string operation)
    {
        var security = Find(operation).Operation["security"]!.AsArray();

        var reply = await Send(host.Anonymous, operation, userId: "me", body: "");

        // Seeds 002 and 003 have numeric codes, and 002 answers 403 if the token is missing.
        var body = reply.Body as JsonObject;
        var isAskedFor = (reply.Status, (body?["code"] ?? body?["error_code"])?.ToString())
            is (401, "not_signed_in") or (403, "7") or (401, "401");
        Assert.Equal(security.Count > 0, isAskedFor);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Every_answer_to_a_stranger_is_documented(string operation)
    {
        var documented = Find(operation).Operation["responses"]!.AsObject()
            .Select(response => int.Parse(response.Key, CultureInfo.InvariantCulture))
            .ToArray();

        // Without its session, the next request would be signed out.
        var client = operation is "EndSession" or "SignOutPerson" ? host.Anonymous : host.Member;
        foreach (var (userId, body) in Strangers(operation))
            Assert.Contains((await Send(client, operation, userId, body)).Status, documented);
    }

    // Another account, no account, and the caller's own without the named resource; each with differently invalid bodies.
    private static IEnumerable<(string UserId, string Body)> Strangers(string operation)
    {
        var (path, _, described) = Find(operation);
        string[] accounts = path.Contains("{user_id}", StringComparison.Ordinal) ? ["1", "nobody", "me"] : ["me"];
        string[] bodies = described["requestBody"] is null ? [""] : ["", "{}", "[1", new string(' ', 64 * 1024 + 1)];
        return from userId in accounts from body in bodies select (userId, body);
    }

    private static async Task<(int Status, JsonNode? Body)> Send(HttpClient client, string operation, string userId, string body)
    {
        var (path, verb, described) = Find(operation);
        var address = Placeholder().Replace(path, name => name.Groups[1].Value switch
        {
            "user_id" => userId,
            "organization" => "organization",
            "file" => "none.svg",
            // A path of seed 003 exists with a number only.
            "task_id" when path.StartsWith("/users/", StringComparison.Ordinal) => "1",
            "step_id" => "1",
            "finishers" => "finisher",
            _ => SomeId,
        });
        using var request = new HttpRequestMessage(new HttpMethod(verb), address);
        if (described["requestBody"] is { } expected)
        {
            var type = expected["content"]!.AsObject().Select(content => content.Key).Order(StringComparer.Ordinal).First();
            request.Content = new StringContent(body, Encoding.UTF8, type);
        }
        using var response = await client.SendAsync(request);
        var isJson =
            response.Content.Headers.ContentType?.MediaType is MediaTypeNames.Application.ProblemJson or MediaTypeNames.Application.Json;
        return ((int)response.StatusCode, isJson ? JsonNode.Parse(await response.Content.ReadAsStringAsync()) : null);
    }

    private static (string Path, string Verb, JsonNode Operation) Find(string operation) =>
        CommittedDocument.Operations.Single(found => (string?)found.Operation["operationId"] == operation);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
