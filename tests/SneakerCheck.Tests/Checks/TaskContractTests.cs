using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SneakerCheck.Tests.Checks;

/// <summary>Seed 000, Task: every endpoint as its document shows it, with what contracts.md adds.</summary>
public sealed class TaskContractTests
{
    private static readonly string[] SeedMembers =
        ["meta_tag", "shoe_model", "comment", "state", "answer", "create_time", "start_time", "finish_time"];

    [Fact]
    public async Task A_new_task_is_the_resource_of_the_seed()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();

        var reply = await owner.Http.PostAsJsonAsync(
            $"/api/v1/users/{owner.Id}/tasks", new { meta_tag = "v0.1", shoe_model = "adidas_superstar", comment = "" });

        var task = await reply.Json(HttpStatusCode.Created);
        Assert.Equal(
            ["id", "user_id", .. SeedMembers, "files", "report", "etag"],
            task.Names());
        Assert.Equal($"/api/v1/users/{owner.Id}/tasks/{task.Text("id")}", reply.Headers.Location!.OriginalString);
        Assert.Equal(owner.Id, task.GetProperty("user_id").GetInt64());
        Assert.Equal("v0.1", task.Text("meta_tag"));
        Assert.Equal("adidas_superstar", task.Text("shoe_model"));
        Assert.Equal("", task.Text("comment"));
        Assert.Equal("incomplete", task.Text("state"));
        Assert.Equal(JsonValueKind.Null, task.GetProperty("answer").ValueKind);
        AssertRecent(task.Text("create_time"));
        Assert.Equal(JsonValueKind.Null, task.GetProperty("start_time").ValueKind);
        Assert.Equal(JsonValueKind.Null, task.GetProperty("finish_time").ValueKind);
        Assert.Empty(task.List("files"));
        Assert.Equal(JsonValueKind.Null, task.GetProperty("report").ValueKind);
        Assert.Equal($"\"{task.Text("etag")}\"", reply.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task A_finished_task_has_its_answer_and_all_its_times()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var id = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));

        var waiting = await (await owner.Submit(id)).Json(HttpStatusCode.OK);
        var finished = await owner.Finished(id);

        Assert.Contains(waiting.Text("state"), new[] { "waiting", "finished" });
        AssertRecent(waiting.Text("start_time"));
        Assert.Equal("not_sure", finished.Text("answer"));
        Assert.Equal(waiting.Text("start_time"), finished.Text("start_time"));
        AssertRecent(finished.Text("finish_time"));
        var file = Assert.Single(finished.List("files"));
        Assert.Equal(["view", "file_id", "size", "sha256", "width", "height", "add_time"], file.Names());
        Assert.Equal((192, 192), (file.GetProperty("width").GetInt32(), file.GetProperty("height").GetInt32()));
    }

    private static void AssertRecent(string time)
    {
        var moment = DateTimeOffset.ParseExact(time, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange(moment, DateTimeOffset.UtcNow.AddMinutes(-2), DateTimeOffset.UtcNow.AddMinutes(1));
    }
}
