using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Http;
using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Security;

/// <summary>OWASP API4: the cost of a request is limited. Larger requests are refused and never cause a server error.</summary>
public sealed class ConsumptionTests(SubjectFixture fixture) : IClassFixture<SubjectFixture>
{
    public static TheoryData<string> Functions() => [.. HttpFunction.WithJsonBody.Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task A_body_over_64_KiB_is_refused_in_the_functions_error_format(string name)
    {
        var call = await Call.Prepare(name, fixture.Subject);
        foreach (var inPieces in new[] { false, true })
        {
            using var content = new ByteArrayContent(
                Encoding.ASCII.GetBytes($$"""{"none":"{{new string('x', RequestBody.MaximumBytes)}}"}"""));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            var reply = await Send(call, content, inPieces);
            await reply.Refused(call.Function.Contract, "body_too_large");
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task Deeply_nested_and_malformed_JSON_is_refused(string name)
    {
        const int depth = 10_000;
        var call = await Call.Prepare(name, fixture.Subject);
        var members = call.Body!.Select(member => member.Key).Append("none");
        foreach (var member in members)
        {
            await Refused($$"""{"{{member}}":{{new string('[', depth)}}{{new string(']', depth)}}}""");
            await Refused($$"""{"{{member}}":{{string.Concat(Enumerable.Repeat("{\"a\":", depth / 2))}}1{{new string('}', depth / 2)}}}""");
            await Refused($$"""{"{{member}}":{{new string('[', depth)}}""");
        }
        await Refused(new string('[', depth));
        await Refused("\"\\ud800\"");
        await Refused("1e99999999");

        async Task Refused(string json)
        {
            using var content = new StringContent(json, Encoding.UTF8, "application/json");
            var reply = await Send(call, content, inPieces: false);
            Assert.True(
                reply.StatusCode == HttpStatusCode.BadRequest, $"{name} {json[..Math.Min(json.Length, 40)]} → {(int)reply.StatusCode}");
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task A_huge_text_or_number_in_any_member_causes_no_server_error(string name)
    {
        var call = await Call.Prepare(name, fixture.Subject);
        JsonNode[] values = [new string('9', 60_000), new string('鞋', 20_000), JsonNode.Parse(new string('9', 10_000))!,
            JsonNode.Parse("-1e400")!];
        foreach (var member in call.Body!.Select(member => member.Key))
        {
            foreach (var value in values)
            {
                var body = call.Body!.DeepClone().AsObject();
                body[member] = value.DeepClone();
                using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
                var status = (int)(await Send(call, content, inPieces: false)).StatusCode;
                // For members that operators write into the catalogue, the limit of the body is the only one.
                var isTaken = call.Function.Who is Access.Operator or Access.Admin && status is 200 or 201;
                Assert.True(isTaken || status is >= 400 and < 500, $"{name}.{member} → {status}");
            }
        }
    }

    [Fact]
    public async Task Every_list_has_a_page_of_bounded_size()
    {
        foreach (var function in HttpFunction.All.Where(function => function.Name.StartsWith("List", StringComparison.Ordinal)))
        {
            if (!function.Query.Contains("limit"))
            {
                Assert.True(Call.Table[function.Name].Bound is not null, $"{function.Name} has no pages: state in its row what bounds it.");
                continue;
            }
            var path = function.Path((await Call.Prepare(function.Name, fixture.Subject)).Values);
            var token = fixture.TokenFor(function);
            var maximum = function.Contract.PageSize.Maximum;
            Assert.Equal(200, await Get($"{path}?limit={maximum}", token));
            foreach (var limit in new[] { $"{maximum + 1}", "0", "-1", "99999999999999999999", "1e9", "1,1", " 1", "٣", "" })
                Assert.Equal(400, await Get($"{path}?limit={Uri.EscapeDataString(limit)}", token));
            Assert.Equal(400, await Get($"{path}?limit=1&limit=1000", token));
        }
        Assert.Equal(200, await Get($"/api/picture?page={int.MaxValue}&limit=100"));
    }

    [Fact]
    public async Task Long_queries_and_headers_cause_no_server_error()
    {
        var token = await Subject.Desk();
        foreach (var function in HttpFunction.All.Where(function => function.Verb == "GET"))
        {
            var path = function.Path(new Dictionary<string,
                string>(fixture.Subject.Objects)
            { ["user_id"] = "me", ["file"] = "tag.svg", ["meta_tag"] = "v0.1" });
            var authorization = $"Authorization: Bearer {token}";
            Assert.InRange((await Raw($"{path}?{string.Concat(Enumerable.Repeat("a&", 3500))}")).Status, 200, 499);
            Assert.InRange((await Raw($"{path}?{string.Concat(Enumerable.Range(0, 1000).Select(i => $"m{i}=&"))}")).Status, 200, 499);
            Assert.InRange((await Raw($"{path}?limit=1&continuation={new string('A', 7000)}")).Status, 200, 499);
            Assert.InRange(
                (await Raw(path, $"If-None-Match: {new string('"', 20_000)}", $"Prefer: {new string(',', 5000)}")).Status, 200, 499);
            Assert.InRange((await Raw(path, $"Cookie: {string.Concat(Enumerable.Repeat("session=;", 3000))}")).Status, 200, 499);

            Task<(int Status, string Reply)> Raw(string where, params string[] headers) =>
                RawRequest.Send(fixture.Subject.Host, $"GET {where} HTTP/1.1", [authorization, .. headers]);
        }
        Assert.Equal(414, (await RawRequest.Send(fixture.Subject.Host, $"GET /health?{new string('a', 9000)} HTTP/1.1")).Status);
        Assert.Equal(431, (await RawRequest.Send(fixture.Subject.Host, "GET /health HTTP/1.1", $"X: {new string('a', 33_000)}")).Status);
        Assert.Equal(
            431, (await RawRequest.Send(
                fixture.Subject.Host, "GET /health HTTP/1.1", [.. Enumerable.Range(0, 101).Select(i => $"X-{i}: 1")])).Status);
    }

    private async Task<int> Get(string path, string? token = null) =>
        (int)(await fixture.Subject.Call("GET", path, null, token ?? await Subject.Desk())).StatusCode;

    private async Task<HttpResponseMessage> Send(PreparedCall call, HttpContent content, bool inPieces)
    {
        using var client = fixture.Subject.Host.Client(fixture.TokenFor(call.Function));
        client.DefaultRequestHeaders.TransferEncodingChunked = inPieces;
        using var request = call.Request();
        request.Content = content;
        // A server may refuse by the length alone and close while the client is still sending; the client then sees no reply.
        request.Headers.ExpectContinue = true;
        return await client.SendAsync(request);
    }
}
