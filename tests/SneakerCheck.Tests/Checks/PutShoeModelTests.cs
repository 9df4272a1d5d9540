using System.Net;
using System.Net.Http.Json;

namespace SneakerCheck.Tests.Checks;

/// <summary>Operators add and replace shoe models.</summary>
public sealed class PutShoeModelTests
{
    [Fact]
    public async Task An_operators_shoe_model_takes_effect_immediately()
    {
        var host = await TestHost.Shared;
        var desk = await host.Operator();
        var owner = await host.Owner();
        var model = new
        {
            id = "test_trainer",
            brand = "Test",
            title = new { zh = "测试鞋", en = "Test" },
            views = new { appear = new { required = false } },
        };

        var first = await desk.PutAsJsonAsync("/api/v1/shoe_models/test_trainer", model);
        var again = await desk.PutAsJsonAsync("/api/v1/shoe_models/test_trainer", model);
        var task = await owner.CreateTask(TestHost.SmallTemplate, "test_trainer");

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        // No view is required for this shoe model, so a task without photos may run, but it has no evidence.
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
    [InlineData(
        "shoe_models/bad_shoe",
        """{"id":"bad_shoe","brand":"B","title":{"zh":"a","en":"b"},"views":{"appear":{"outline":"none"}}}""")]
    [InlineData(
        "shoe_models/bad_shoe",
        """{"id":"bad_shoe","brand":"B","title":{"zh":"a","en":"b"},"views":{"appear":{"title":{"zh":"a"}}}}""")]
    [InlineData("shoe_models/bad_shoe", """{"id":"bad_shoe","brand":"B","title":{"zh":"a","en":"b"},"views":[]}""")]
    [InlineData("shoe_models/BAD", """{"id":"BAD","brand":"B","title":{"zh":"a","en":"b"}}""")]
    public async Task An_invalid_entry_is_refused(string path, string body)
    {
        var host = await TestHost.Shared;

        await (await (await host.Operator()).PutAsync($"/api/v1/{path}", new StringContent(body))).Problem(400, "invalid_field");
    }
}
