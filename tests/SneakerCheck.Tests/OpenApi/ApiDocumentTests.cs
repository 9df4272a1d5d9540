using System.Text.Json.Nodes;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Hosting.Local.OpenApi;
using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.OpenApi;

public sealed class ApiDocumentTests
{
    [Fact]
    public async Task The_committed_document_is_what_the_code_generates()
    {
        using var generated = new StringWriter();
        await OpenApiCommand.Run(generated);

        Assert.True(
            generated.ToString() == CommittedDocument.Text,
            "The API has changed. Generate its document again and review the difference:\n"
            + "  dotnet run --project functions -- openapi > functions/openapi.v1.json");
    }

    [Fact]
    public void Every_http_function_is_an_operation_with_summary_tag_and_success()
    {
        var functions = FunctionIndex.Of(typeof(LocalHost).Assembly, HostSettings.Read()).Functions
            .Where(function => function.Trigger is FunctionTrigger.Http { IsCatchAll: false })
            .SelectMany(function => ((FunctionTrigger.Http)function.Trigger).Verbs.Select(verb => $"{verb} {function.Name}"));
        var tags = CommittedDocument.Json["tags"]!.AsArray().Select(tag => tag!["name"]!.GetValue<string>()).ToHashSet();

        Assert.Equal(
            functions.Order(),
            CommittedDocument.Operations.Select(found => $"{found.Verb} {found.Operation["operationId"]}").Order());
        Assert.All(CommittedDocument.Operations, found =>
        {
            Assert.False(string.IsNullOrWhiteSpace((string?)found.Operation["summary"]));
            Assert.Subset(tags, found.Operation["tags"]!.AsArray().Select(tag => tag!.GetValue<string>()).ToHashSet());
            Assert.NotEmpty(found.Operation["tags"]!.AsArray());
            Assert.Contains(found.Operation["responses"]!.AsObject(), response => response.Key[0] is '2' or '3');
        });
    }

    [Fact]
    public void Members_of_replies_are_always_there_and_members_of_requests_as_the_code_requires()
    {
        // Links are only in the replies to requests that ask for them.
        Assert.Equal(Members("CheckTask").Except(["photos", "uploads"]), Required("CheckTask"));
        Assert.Equal(["meta_tag", "shoe_model"], Required("CreateTaskRequest"));
        Assert.Equal(["content_type", "size", "view"], Required("AddFileRequest"));
        Assert.Empty(Required("ChangeUserRequest"));
        Assert.Equal(["code", "detail", "status", "title", "type"], Required("Problem"));
    }

    [Fact]
    public void A_photo_may_come_as_a_form_or_as_bytes()
    {
        var operation = CommittedDocument.Operations.Single(found => (string?)found.Operation["operationId"] == "AddFile").Operation;
        var content = operation["requestBody"]!["content"]!;

        var either = content["application/json"]!["schema"]!["oneOf"]!;
        Assert.Equal("#/components/schemas/AddFileRequest", (string?)either[0]!["$ref"]);
        Assert.Equal("#/components/schemas/AddFileRequest", (string?)either[1]!["items"]!["$ref"]);
        Assert.Equal("binary", (string?)content["image/jpeg"]!["schema"]!["format"]);
        Assert.Equal("binary", (string?)content["multipart/form-data"]!["schema"]!["properties"]!["file"]!["format"]);
    }

    [Fact]
    public void The_limit_of_a_list_is_a_whole_number_from_1_to_the_maximum_of_its_contract()
    {
        var limits = (
            from found in CommittedDocument.Operations
            from parameter in found.Operation["parameters"]?.AsArray() ?? []
            where (string?)parameter!["name"] == "limit"
            let pages = HttpFunction.Named((string)found.Operation["operationId"]!).Contract.PageSize
            select (Schema: parameter["schema"]!.ToJsonString(), pages.Maximum, pages.Default)).ToArray();

        Assert.Equal(
            [(100, 20), (200, 50)], limits.Select(limit => (limit.Maximum, limit.Default)).Distinct().Order());
        Assert.All(limits, limit => Assert.Equal(
            $$"""{"maximum":{{limit.Maximum}},"minimum":1,"type":"integer","default":{{limit.Default}}}""", limit.Schema));
    }

    private static string[] Required(string schema) =>
        [.. (Schema(schema)["required"]?.AsArray() ?? []).Select(name => name!.GetValue<string>()).Order(StringComparer.Ordinal)];

    private static string[] Members(string schema) =>
        [.. Schema(schema)["properties"]!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal)];

    private static JsonNode Schema(string name) => CommittedDocument.Json["components"]!["schemas"]![name]!;
}
