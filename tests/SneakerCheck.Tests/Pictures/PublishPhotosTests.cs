using System.Net;
using System.Net.Http.Json;
using SneakerCheck.Tests.Checks;

namespace SneakerCheck.Tests.Pictures;

/// <summary>Owners can publish the photos of a finished check with its answer.</summary>
public sealed class PublishPhotosTests
{
    [Fact]
    public async Task Photos_of_a_finished_check_appear_in_the_feed_with_its_answer()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var (appear, tag) = (TestPhoto.Unique(), TestPhoto.Unique());
        var task = await Finished(owner, ("appear", appear), ("tag", tag));

        var published = await Pictures(Publish(owner, task, new { }));

        Assert.Equal(["appear", "tag"], published.Keys.Order());
        var feed = new PictureClient(owner.Http, $"owner-{owner.Id}", owner.Token);
        Assert.Equal(published.Values.OrderDescending(), await feed.Own());
        var shown = await (await PictureClient.Create(host)).Get(published["tag"]);
        Assert.Equal(Convert.ToBase64String(tag), shown.Text("data"));
        Assert.Equal($"owner-{owner.Id}", shown.Text("username"));
        Assert.Equal(
            $$"""{"view":"tag","shoe_model":"{{TestHost.PlainModel}}","answer":"not_sure"}""", shown.GetProperty("check").GetRawText());
    }

    [Fact]
    public async Task Only_the_chosen_views_are_published_and_each_only_once()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var task = await Finished(owner, ("appear", TestPhoto.Unique()), ("tag", TestPhoto.Unique()));
        var feed = new PictureClient(owner.Http, $"owner-{owner.Id}", owner.Token);

        var first = await Pictures(Publish(owner, task, new { views = new[] { "tag" } }));
        var many = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Pictures(Publish(owner, task, new { views = new[] { "tag" } }))));

        Assert.All(many, again => Assert.Equal(first, again));
        Assert.Equal([first["tag"]], await feed.Own());
        Assert.Equal(2, (await Pictures(Publish(owner, task, new { }))).Count);
        Assert.Equal(2, (await feed.Own()).Length);
    }

    [Fact]
    public async Task A_photo_whose_picture_was_deleted_can_be_published_again()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var task = await Finished(owner, ("appear", TestPhoto.Unique()));
        var feed = new PictureClient(owner.Http, $"owner-{owner.Id}", owner.Token);

        var first = (await Pictures(Publish(owner, task, new { })))["appear"];
        await feed.Delete(first);
        var second = (await Pictures(Publish(owner, task, new { })))["appear"];

        Assert.NotEqual(first, second);
        Assert.Equal([second], await feed.Own());
    }

    [Fact]
    public async Task A_published_photo_outlives_its_check()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var photo = TestPhoto.Unique();
        var task = await Finished(owner, ("appear", photo));
        var feed = new PictureClient(owner.Http, $"owner-{owner.Id}", owner.Token);
        var id = (await Pictures(Publish(owner, task, new { })))["appear"];

        Assert.Equal(HttpStatusCode.NoContent, (await owner.Http.DeleteAsync($"{TestHostOwner.Tasks}/{task}")).StatusCode);

        Assert.Equal(Convert.ToBase64String(photo), (await feed.Get(id)).Text("data"));
    }

    [Fact]
    public async Task An_unfinished_check_another_users_check_and_a_missing_view_are_refused()
    {
        var host = await TestHost.Shared;
        var (owner, other) = (await host.Owner(), await host.Owner());
        var open = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));
        var finished = await Finished(owner, ("appear", TestPhoto.Unique()));

        await (await Publish(owner, open, new { })).Problem(409, "task_not_finished");
        await (await Publish(owner, finished, new { views = new[] { "tag" } })).Problem(400, "invalid_field");
        await (await Publish(owner, finished, new { views = new string?[] { null } })).Problem(400, "invalid_field");
        await (await Publish(owner, finished, new { views = Array.Empty<string>() })).Problem(409, "no_photos");
        await (await Publish(owner, finished, new { views = "tag" })).Problem(400, "invalid_field");
        await (await Publish(owner, "none", new { })).Problem(404, "not_found");
        await (await other.Http.PostAsJsonAsync($"/api/v1/users/{owner.Id}/tasks/{finished}/pictures", new { })).Problem(403, "forbidden");
        await (await Publish(other, finished, new { })).Problem(404, "not_found");
    }

    private static async Task<string> Finished(TestHostOwner owner, params (string View, byte[] Photo)[] photos)
    {
        var task = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, photos);
        await owner.Run(task);
        return task;
    }

    private static Task<HttpResponseMessage> Publish(TestHostOwner owner, string task, object body) =>
        owner.Http.PostAsJsonAsync($"{TestHostOwner.Tasks}/{task}/pictures", body);

    private static async Task<Dictionary<string, long>> Pictures(Task<HttpResponseMessage> reply) =>
        (await (await reply).Json(HttpStatusCode.OK)).List("pictures").ToDictionary(
            picture => picture.Text("view"), picture => picture.GetProperty("picture_id").GetInt64());
}
