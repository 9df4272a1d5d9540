using System.Net;

namespace SneakerCheck.Tests.Checks;

/// <summary>The templates and shoe models that ship with the product.</summary>
public sealed class ListTemplatesTests
{
    [Fact]
    public async Task There_are_at_least_three_templates_and_three_shoe_models()
    {
        using var anybody = (await TestHost.Shared).Client();

        var templates = await (await anybody.GetAsync("/api/v1/templates")).Json(HttpStatusCode.OK);
        var models = await (await anybody.GetAsync("/api/v1/shoe_models")).Json(HttpStatusCode.OK);

        Assert.True(templates.GetArrayLength() >= 3);
        Assert.True(models.GetArrayLength() >= 3);
        Assert.Contains("adidas_superstar", models.EnumerateArray().Select(model => model.Text("id")));
        Assert.All(models.EnumerateArray(), model => Assert.NotEmpty(model.GetProperty("title").Text("zh")));
        Assert.All(models.EnumerateArray(), model => Assert.NotEmpty(model.GetProperty("title").Text("en")));
    }
}
