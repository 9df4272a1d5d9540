using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SneakerCheck.Tests.Hosting;

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
            ["id", "user_id", .. SeedMembers, "files", "report", "history", "etag"],
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

    [Fact]
    public async Task Without_a_change_the_task_is_not_sent_again()
    {
        var owner = await (await TestHost.Shared).Owner();
        var id = await owner.CreateTask();
        var first = await owner.Http.GetAsync($"{TestHostOwner.Tasks}/{id}");

        using var again = new HttpRequestMessage(HttpMethod.Get, $"{TestHostOwner.Tasks}/{id}");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        var unchanged = await owner.Http.SendAsync(again);
        await owner.Http.PutAsJsonAsync($"{TestHostOwner.Tasks}/{id}", new { comment = "changed" });
        using var later = new HttpRequestMessage(HttpMethod.Get, $"{TestHostOwner.Tasks}/{id}");
        later.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        var changed = await owner.Http.SendAsync(later);

        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal(first.Headers.ETag, unchanged.Headers.ETag);
        Assert.Empty(await unchanged.Content.ReadAsStringAsync());
        Assert.Equal("changed", (await changed.Json(HttpStatusCode.OK)).Text("comment"));
        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);
    }

    [Fact]
    public async Task A_preferred_wait_ends_with_its_time_where_nothing_changes()
    {
        var owner = await (await TestHost.Shared).Owner();
        var id = await owner.CreateTask();

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{TestHostOwner.Tasks}/{id}");
        request.Headers.Add("Prefer", "wait=1");
        var clock = Stopwatch.StartNew();
        var reply = await owner.Http.SendAsync(request);

        Assert.Equal("incomplete", (await reply.Json(HttpStatusCode.OK)).Text("state"));
        Assert.Equal("wait=1", Assert.Single(reply.Headers.GetValues("Preference-Applied")));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.9, 10);
    }

    [Fact]
    public async Task A_preferred_wait_ends_as_soon_as_the_state_changes()
    {
        var owner = await (await TestHost.Shared).Owner();
        var id = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{TestHostOwner.Tasks}/{id}");
        request.Headers.Add("Prefer", "respond-async, wait=30");
        var clock = Stopwatch.StartNew();
        var waiting = owner.Http.SendAsync(request);
        await (await owner.Submit(id)).Json(HttpStatusCode.OK);
        var task = await (await waiting).Json(HttpStatusCode.OK);

        Assert.NotEqual("incomplete", task.Text("state"));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 15);
    }

    [Fact]
    public async Task An_incomplete_task_is_changed_by_the_members_that_are_sent()
    {
        var owner = await (await TestHost.Shared).Owner();
        var id = await owner.CreateTask("v0.1", "adidas_superstar");

        var commented = await Put(owner, id, new { comment = "买的时候没有鞋盒" });
        var moved = await Put(owner, id, new { shoe_model = "nike_dunk_low", meta_tag = "quick-1" });

        Assert.Equal(("v0.1", "adidas_superstar", "买的时候没有鞋盒"), Particulars(await commented.Json(HttpStatusCode.OK)));
        Assert.Equal(("quick-1", "nike_dunk_low", "买的时候没有鞋盒"), Particulars(await moved.Json(HttpStatusCode.OK)));
        Assert.Equal((await moved.Json(HttpStatusCode.OK)).GetRawText(), (await owner.Get(id)).GetRawText());

        static (string, string, string) Particulars(JsonElement task) =>
            (task.Text("meta_tag"), task.Text("shoe_model"), task.Text("comment"));
    }

    [Fact]
    public async Task A_whole_task_may_be_sent_back_as_it_came()
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.Get(await owner.CreateTask());

        var reply = await Put(owner, task.Text("id"), task);

        Assert.Equal(task.Text("comment"), (await reply.Json(HttpStatusCode.OK)).Text("comment"));
    }

    [Theory]
    [InlineData("state", "\"finished\"")]
    [InlineData("state", "\"waiting\"")]
    [InlineData("answer", "\"true\"")]
    [InlineData("create_time", "\"2017-09-01T10:54:24.738793\"")]
    [InlineData("start_time", "\"2017-09-01T10:54:24.738793\"")]
    [InlineData("finish_time", "\"2017-09-01T10:54:24.738793\"")]
    public async Task State_answer_and_times_cannot_be_written(string member, string value)
    {
        var owner = await (await TestHost.Shared).Owner();
        var before = await owner.Get(await owner.CreateTask());

        var reply = await Put(owner, before.Text("id"), JsonElement.Parse($$"""{"{{member}}": {{value}}, "comment": "x"}"""));

        var problem = await reply.Problem(400, "invalid_field");
        Assert.Equal(member, Assert.Single(problem.List("errors")).Text("field"));
        Assert.Equal(before.GetRawText(), (await owner.Get(before.Text("id"))).GetRawText());
    }

    [Fact]
    public async Task A_change_to_another_version_than_the_one_read_is_refused()
    {
        var owner = await (await TestHost.Shared).Owner();
        var read = await owner.Get(await owner.CreateTask());

        var first = await Put(owner, read.Text("id"), new { comment = "one" }, $"\"{read.Text("etag")}\"");
        var second = await Put(owner, read.Text("id"), new { comment = "two" }, $"\"{read.Text("etag")}\"");
        var unquoted = await Put(owner, read.Text("id"), new { comment = "three" }, read.Text("etag"));
        var any = await Put(owner, read.Text("id"), new { comment = "four" }, "*");

        Assert.Equal("one", (await first.Json(HttpStatusCode.OK)).Text("comment"));
        await second.Problem(412, "etag_mismatch");
        await unquoted.Problem(412, "etag_mismatch");
        Assert.Equal("four", (await any.Json(HttpStatusCode.OK)).Text("comment"));
    }

    [Fact]
    public async Task A_finished_task_can_be_neither_changed_nor_given_photos()
    {
        var owner = await (await TestHost.Shared).Owner();
        var id = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));
        var finished = await owner.Run(id);

        await (await Put(owner, id, new { comment = "late" })).Problem(409, "task_not_editable");
        await (await owner.Send(id, "tag", TestPhoto.Unique())).Problem(409, "task_not_editable");
        var announced = await owner.Http.PostAsJsonAsync(
            $"{TestHostOwner.Tasks}/{id}/files", new { view = "tag", content_type = "image/jpeg", size = 5000 });
        await announced.Problem(409, "task_not_editable");
        Assert.Equal(finished.GetRawText(), (await (await owner.Submit(id)).Json(HttpStatusCode.OK)).GetRawText());
    }

    [Fact]
    public async Task Deleting_a_task_frees_its_place_and_removes_its_photos()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner(quota: 1);
        var id = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));
        var photo = (await owner.Http.GetAsync($"{TestHostOwner.Tasks}/{id}/files/appear")).Headers.Location!;
        await owner.Run(id);
        using var anybody = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync(photo)).StatusCode);
        await (await owner.Http.PostAsJsonAsync(
            TestHostOwner.Tasks, new { meta_tag = "v0.1", shoe_model = "adidas_superstar" })).Problem(403, "quota_exceeded");

        var deleted = await owner.Http.DeleteAsync($"{TestHostOwner.Tasks}/{id}");

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await (await owner.Http.GetAsync($"{TestHostOwner.Tasks}/{id}")).Problem(404, "not_found");
        await (await owner.Http.DeleteAsync($"{TestHostOwner.Tasks}/{id}")).Problem(404, "not_found");
        Assert.Equal(0, (await owner.User()).GetProperty("tasks_held").GetInt32());
        await owner.CreateTask();
        await Eventually.Holds(
            async () => (await anybody.GetAsync(photo)).StatusCode == HttpStatusCode.NotFound, "the photo is gone");
    }

    private static async Task<HttpResponseMessage> Put(TestHostOwner owner, string id, object body, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{TestHostOwner.Tasks}/{id}") { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await owner.Http.SendAsync(request);
    }

    private static void AssertRecent(string time)
    {
        var moment = DateTimeOffset.ParseExact(time, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange(moment, DateTimeOffset.UtcNow.AddMinutes(-2), DateTimeOffset.UtcNow.AddMinutes(1));
    }
}
