using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Security;

/// <summary>OWASP API8: manipulated paths are refused without a server error and reach no function.</summary>
public sealed class PathEscapeTests
{
    [Theory]
    [InlineData("%00")]
    [InlineData("%")]
    [InlineData("%2")]
    [InlineData("%zz")]
    [InlineData("%ff")]
    [InlineData("%c0%af")]
    [InlineData("%ed%a0%80")]
    [InlineData("%0d%0a")]
    [InlineData("%09")]
    [InlineData("..%2f..%2f")]
    [InlineData("%252e%252e%252f")]
    [InlineData("..%5c..%5c")]
    [InlineData("%u002e")]
    [InlineData("a;b=c")]
    [InlineData("%EF%BF%BF")]
    public async Task An_escape_in_any_part_of_any_path_is_4xx(string escape)
    {
        var host = await TestHost.Shared;
        var token = await Subject.Desk();
        foreach (var function in HttpFunction.All.Where(function => function.Parameters.Any()))
        {
            foreach (var parameter in function.Parameters)
            {
                var path = function.Path(new Dictionary<string, string> { ["user_id"] = "me", [parameter] = escape });
                var (status, reply) = await RawRequest.Send(
                    host, $"{function.Verb} {path} HTTP/1.1", $"Authorization: Bearer {token}", "Content-Length: 2",
                        "Content-Type: application/json", "", "{}");
                Assert.True(status is >= 400 and < 500, $"{function.Verb} {path} → {reply}");
            }
        }
    }

    [Theory]
    [InlineData("GET /%00 HTTP/1.1", 400)]
    [InlineData("GET //health HTTP/1.1", 404)]
    [InlineData("GET /docs/%2e%2e/health HTTP/1.1", 200)] // Dot segments are resolved before routing.
    [InlineData("GET /docs/..%2fhealth HTTP/1.1", 404)]
    [InlineData("GET /docs/docs.js%00 HTTP/1.1", 400)]
    [InlineData("GET /api/v1/outlines/%2e%2e%2ftemplates.svg HTTP/1.1", 404)]
    public async Task A_path_reaches_its_function_or_none(string line, int expected) =>
        Assert.Equal(expected, (await RawRequest.Send(await TestHost.Shared, line)).Status);
}
