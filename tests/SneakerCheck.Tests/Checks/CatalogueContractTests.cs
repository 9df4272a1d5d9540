using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SneakerCheck.Tests.Checks;

/// <summary>Templates, shoe models and outlines: what a client renders.</summary>
public sealed class CatalogueContractTests
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
    public async Task There_are_three_templates_and_three_shoe_models_at_least()
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

    [Fact]
    public async Task A_shoe_model_changes_what_a_template_asks_for()
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
    [InlineData("/api/v1/outlines/no-such.svg")]
    [InlineData("/api/v1/outlines/appear")]
    [InlineData("/api/v1/outlines/.svg")]
    [InlineData("/api/v1/outlines/..%5Cv0.1.svg")]
    public async Task What_there_is_not_is_not_found(string path)
    {
        using var anybody = (await TestHost.Shared).Client();

        await (await anybody.GetAsync(path)).Problem(404, "not_found");
    }

    [Fact]
    public async Task A_released_template_is_never_edited()
    {
        var desk = await (await TestHost.Shared).Operator();

        var first = await desk.PutAsJsonAsync("/api/v1/templates/once-1", TestTemplates.Small("once-1"));
        var same = await desk.PutAsJsonAsync("/api/v1/templates/once-1", TestTemplates.Small("once-1"));
        var template = await (await desk.GetAsync("/api/v1/templates/once-1")).Json(HttpStatusCode.OK);
        var other = template.GetRawText().Replace("4096", "8192");
        var edited = await desk.PutAsync("/api/v1/templates/once-1", new StringContent(other));

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, same.StatusCode);
        await edited.Problem(409, "template_released");
        await (await desk.PutAsync("/api/v1/templates/v0.1", new StringContent(other.Replace("once-1", "v0.1"))))
            .Problem(409, "template_released");
        Assert.Equal(template.GetRawText(), (await (await desk.GetAsync("/api/v1/templates/once-1")).Json(HttpStatusCode.OK)).GetRawText());
    }

    [Fact]
    public async Task An_operators_shoe_model_takes_part_at_once()
    {
        var host = await TestHost.Shared;
        var desk = await host.Operator();
        var owner = await host.Owner();
        var model = new { id = "test_trainer", brand = "Test", title = new { zh = "测试鞋", en = "Test" }, views = new { appear = new { required = false } } };

        var first = await desk.PutAsJsonAsync("/api/v1/shoe_models/test_trainer", model);
        var again = await desk.PutAsJsonAsync("/api/v1/shoe_models/test_trainer", model);
        var task = await owner.CreateTask(TestHost.SmallTemplate, "test_trainer");

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        // Nothing of this template is required for this shoe, so a task without photos may run; it has nothing to go by.
        var finished = await owner.Run(task);
        Assert.Equal("not_sure", finished.Text("answer"));
        Assert.NotEmpty(finished.GetProperty("report").List("reasons"));
    }

    [Theory]
    [InlineData("shoe_models/bad_shoe", """{"id":"other","brand":"B","title":{"zh":"a","en":"b"}}""")]
    [InlineData("shoe_models/bad_shoe", """{"id":"bad_shoe","title":{"zh":"a","en":"b"}}""")]
    [InlineData("shoe_models/bad_shoe", """{"id":"bad_shoe","brand":"B","title":{"zh":"a"}}""")]
    [InlineData("shoe_models/bad_shoe", """{"id":"bad_shoe","brand":"B","title":null}""")]
    [InlineData("shoe_models/bad_shoe", """{"id":"bad_shoe","brand":"B","title":{"zh":"a","en":"b"},"views":{"appear":null}}""")]
    [InlineData("shoe_models/bad_shoe", """{"id":"bad_shoe","brand":"B","title":{"zh":"a","en":"b"},"views":{"appear":{"outline":"none"}}}""")]
    [InlineData("shoe_models/bad_shoe", """{"id":"bad_shoe","brand":"B","title":{"zh":"a","en":"b"},"views":{"appear":{"title":{"zh":"a"}}}}""")]
    [InlineData("shoe_models/bad_shoe", """{"id":"bad_shoe","brand":"B","title":{"zh":"a","en":"b"},"views":[]}""")]
    [InlineData("shoe_models/BAD", """{"id":"BAD","brand":"B","title":{"zh":"a","en":"b"}}""")]
    [InlineData("templates/bad-1", """{"meta_tag":"bad-1"}""")]
    [InlineData("templates/bad-1", """{"meta_tag":"bad-1","version":1,"title":{"zh":"a","en":"b"},"error_bound":0.1,"views":[]}""")]
    [InlineData("templates/bad-1", """{"meta_tag":"bad-1","version":1,"title":{"zh":"a","en":"b"},"error_bound":0.1,"views":[null]}""")]
    [InlineData("templates/bad-1", """{"meta_tag":"bad-1","version":1,"title":{"zh":"a","en":"b"},"error_bound":7,"views":[{}]}""")]
    [InlineData("templates/bad-1", """{"meta_tag":"bad-1","version":1,"title":{"zh":"a","en":"b"},"error_bound":1e999,"views":[{}]}""")]
    [InlineData("templates/bad-1", """{"meta_tag":"bad-1","version":1e30,"title":{"zh":"a","en":"b"},"error_bound":0.1,"views":[{}]}""")]
    public async Task A_catalogue_entry_that_could_not_be_shown_is_refused(string path, string body)
    {
        var host = await TestHost.Shared;

        await (await (await host.Operator()).PutAsync($"/api/v1/{path}", new StringContent(body))).Problem(400, "invalid_field");

        if (path.StartsWith("templates"))
            await (await (await host.Operator()).GetAsync($"/api/v1/{path}")).Problem(404);
    }
}
