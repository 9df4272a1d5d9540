using System.Net;
using System.Text.Json;

namespace SneakerCheck.Tests.Checks;

/// <summary>A template, with the changes of a shoe model.</summary>
public sealed class GetTemplateTests
{
    private static readonly string[] SevenViews = ["appear", "tag", "stitch", "pad", "side_tag", "seal", "tongue"];

    [Fact]
    public async Task The_first_template_has_the_seven_views_in_both_languages()
    {
        using var anybody = (await TestHost.Shared).Client();

        var template = await (await anybody.GetAsync("/api/v1/templates/v0.1")).Json(HttpStatusCode.OK);

        Assert.Equal(SevenViews, template.List("views").Select(view => view.Text("id")));
        Assert.Equal(
            ["外观", "鞋标", "中底走线", "鞋垫", "侧标", "钢印", "鞋舌"],
            template.List("views").Select(view => view.GetProperty("title").Text("zh")));
        Assert.All(template.List("views"), view =>
        {
            Assert.NotEmpty(view.GetProperty("title").Text("en"));
            Assert.NotEmpty(view.GetProperty("hint").Text("zh"));
            Assert.NotEmpty(view.GetProperty("hint").Text("en"));
            Assert.True(view.GetProperty("min_pixels").GetInt64() > 0);
            Assert.True(view.GetProperty("required").ValueKind is JsonValueKind.True or JsonValueKind.False);
        });
    }

    [Fact]
    public async Task A_shoe_model_overrides_views_of_a_template()
    {
        using var anybody = (await TestHost.Shared).Client();

        var template = await (await anybody.GetAsync("/api/v1/templates/v0.1?shoe_model=converse_chuck_70_high")).Json(HttpStatusCode.OK);

        Assert.False(template.List("views").Single(view => view.Text("id") == "pad").GetProperty("required").GetBoolean());
        Assert.True(template.List("views").Single(view => view.Text("id") == "tag").GetProperty("required").GetBoolean());
    }

    [Theory]
    [InlineData("/api/v1/templates/no-such")]
    [InlineData("/api/v1/templates/v0.1?shoe_model=no_such")]
    [InlineData("/api/v1/templates/v0.1?shoe_model=")]
    [InlineData("/api/v1/templates/..%2F..%2Fetc")]
    public async Task An_unknown_name_is_not_found(string path)
    {
        using var anybody = (await TestHost.Shared).Client();

        await (await anybody.GetAsync(path)).Problem(404, "not_found");
    }
}
