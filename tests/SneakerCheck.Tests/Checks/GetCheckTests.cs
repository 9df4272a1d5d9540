using System.Net;
using System.Text.Json;

namespace SneakerCheck.Tests.Checks;

/// <summary>An operator opens a check of any account, with its photos and what they were compared with.</summary>
public sealed class GetCheckTests
{
    [Fact]
    public async Task A_check_shows_its_photos_beside_their_nearest_exemplars_by_short_links()
    {
        var host = await TestHost.Shared;
        var desk = await host.Operator();
        var model = $"opened-{Guid.NewGuid():N}";
        await RunCheckDecisionTests.Catalogue.AddModel(desk, model);
        var exemplar = await RunCheckDecisionTests.Catalogue.AddExemplar(desk, model, TestPhoto.Make.Genuine, 900);
        await RunCheckDecisionTests.Catalogue.AddExemplar(desk, model, TestPhoto.Make.Fake, 900);
        var owner = await host.Owner();
        var photo = TestPhoto.Unique();
        var task = await owner.Run(await owner.CreateTask(TestHost.SmallTemplate, model, ("appear", photo)));

        var seen = await (await desk.GetAsync($"/api/v1/checks/{task.Text("id")}")).Json(HttpStatusCode.OK);

        Assert.Equal(
            (owner.Id, task.Text("etag"), "not_sure"),
            (seen.GetProperty("user_id").GetInt64(), seen.Text("etag"), seen.GetProperty("report").Text("answer")));
        Assert.Empty(seen.List("history"));
        var shown = Assert.Single(seen.List("photos"));
        Assert.Equal("appear", shown.Text("view"));
        var nearest = shown.List("nearest").ToArray();
        Assert.Equal(["fake", "true"], nearest.Select(near => near.Text("verdict")).Order());
        var genuine = nearest.Single(near => near.Text("verdict") == "true");
        Assert.Equal((exemplar, "true-900"), (genuine.Text("id"), genuine.Text("pair")));
        using var storage = new HttpClient();
        Assert.Equal(photo, await storage.GetByteArrayAsync(shown.Text("url")));
        Assert.Equal(TestPhoto.Shoe(TestPhoto.Make.Genuine, 900), await storage.GetByteArrayAsync(genuine.Text("url")));
        Assert.InRange(
            shown.GetProperty("expire_time").GetDateTimeOffset(), DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddMinutes(5));
        Assert.Empty(shown.List("matches"));
    }

    [Fact]
    public async Task A_photo_that_was_announced_only_has_no_link()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var task = await owner.CreateTask();
        await owner.Announce(task, "appear", 1000);

        var seen = await (await (await host.Operator()).GetAsync($"/api/v1/checks/{task}")).Json(HttpStatusCode.OK);

        Assert.Equal(("incomplete", JsonValueKind.Null), (seen.Text("state"), seen.GetProperty("report").ValueKind));
        Assert.Equal(JsonValueKind.Null, Assert.Single(seen.List("photos")).GetProperty("url").ValueKind);
    }

    [Theory]
    [InlineData("not-an-id")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("%F0%9F%91%9F")]
    public async Task A_check_that_is_not_there_is_not_found(string id)
    {
        var desk = await (await TestHost.Shared).Operator();

        await (await desk.GetAsync($"/api/v1/checks/{id}")).Problem(404, "not_found");
        await (await desk.GetAsync($"/api/v1/exemplars/{id}")).Problem(404, "not_found");
        await (await desk.GetAsync($"/api/v1/shoe_models/{id}/coverage")).Problem(404, "not_found");
    }
}
