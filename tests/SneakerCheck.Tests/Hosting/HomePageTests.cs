using System.Net;
using System.Text.Json.Nodes;
using SneakerCheck.Tests.OpenApi;

namespace SneakerCheck.Tests.Hosting;

public sealed class HomePageTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_page_says_what_health_says_and_where_to_go_on()
    {
        var health = JsonNode.Parse(await host.Anonymous.GetStringAsync("/health"))!.AsObject();

        var html = await host.Anonymous.GetStringAsync("/");

        Assert.Contains("Is it well? <span class=\"ok\">Yes</span>", html);
        Assert.All(
            health.Where(part => part.Key != "status"),
            part => Assert.Contains($"<dt>{part.Key}</dt><dd class=\"{part.Value}\">", html));
        Assert.All(["/docs", "/health", "/openapi/v1.json"], address => Assert.Contains($"href=\"{address}\"", html));
        Assert.Contains("-- demo", html);
    }

    [Fact]
    public async Task The_page_loads_nothing_and_runs_nothing()
    {
        using var page = await host.Anonymous.GetAsync("/");
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));

        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.DoesNotMatch("<script|<link|<img|style=", await page.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET", "/api/v1")]
    [InlineData("GET", "/api/v1/nothing")]
    [InlineData("DELETE", "/api/v1/users/me/tasks/1/2/3/4")]
    [InlineData("OPTIONS", "/api/v1/nothing")]
    public async Task An_unknown_path_of_the_versioned_API_is_a_problem(string verb, string path)
    {
        using var answer = await host.Anonymous.SendAsync(new HttpRequestMessage(new HttpMethod(verb), path));
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(("not_found", 404), ((string?)problem["code"], (int)problem["status"]!));
    }

    [Theory]
    [InlineData("DELETE", "/api/v1/sessions", "POST")]
    [InlineData("PATCH", "/api/v1/users/me", "GET,PUT")]
    [InlineData("HEAD", "/api/v1/templates", "GET")]
    public async Task An_unknown_verb_is_a_problem_that_names_those_that_there_are(string verb, string path, string known)
    {
        using var answer = await host.Anonymous.SendAsync(new HttpRequestMessage(new HttpMethod(verb), path));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Subset(answer.Content.Headers.Allow.ToHashSet(), known.Split(',').ToHashSet());
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        if (verb != "HEAD")
            Assert.Equal("method_not_allowed", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]);
    }
}
