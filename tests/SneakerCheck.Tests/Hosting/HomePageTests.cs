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
}
