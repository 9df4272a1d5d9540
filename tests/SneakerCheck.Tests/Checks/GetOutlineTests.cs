using System.Net;

namespace SneakerCheck.Tests.Checks;

/// <summary>Outline pictures of views.</summary>
public sealed class GetOutlineTests
{
    [Fact]
    public async Task Every_views_outline_is_a_picture()
    {
        using var anybody = (await TestHost.Shared).Client();
        var templates = await (await anybody.GetAsync("/api/v1/templates")).Json(HttpStatusCode.OK);
        var outlines = templates.EnumerateArray().SelectMany(template => template.List("views")).Select(view => view.Text("outline"));

        foreach (var outline in outlines.Distinct())
        {
            var reply = await anybody.GetAsync($"/api/v1/outlines/{outline}.svg");
            Assert.Equal("image/svg+xml", reply.Content.Headers.ContentType?.MediaType);
            Assert.StartsWith("<svg", await reply.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("/api/v1/outlines/no-such.svg")]
    [InlineData("/api/v1/outlines/appear")]
    [InlineData("/api/v1/outlines/.svg")]
    [InlineData("/api/v1/outlines/..%5Cv0.1.svg")]
    public async Task An_unknown_name_is_not_found(string path)
    {
        using var anybody = (await TestHost.Shared).Client();

        await (await anybody.GetAsync(path)).Problem(404, "not_found");
    }
}
