using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;

namespace SneakerCheck.Tests.Checks;

/// <summary>Seed 000: 查看任务, with conditional requests and long polling.</summary>
public sealed class GetTaskTests
{
    [Fact]
    public async Task A_finished_task_has_its_answer_and_all_its_times()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var id = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));

        var waiting = await (await owner.Submit(id)).Json(HttpStatusCode.OK);
        var finished = await owner.Finished(id);

        Assert.Contains(waiting.Text("state"), new[] { "waiting", "finished" });
        CreateTaskTests.AssertRecent(waiting.Text("start_time"));
        Assert.Equal("not_sure", finished.Text("answer"));
        Assert.Equal(waiting.Text("start_time"), finished.Text("start_time"));
        CreateTaskTests.AssertRecent(finished.Text("finish_time"));
        var file = Assert.Single(finished.List("files"));
        Assert.Equal(["view", "file_id", "size", "sha256", "width", "height", "add_time"], file.Names());
        Assert.Equal((192, 192), (file.GetProperty("width").GetInt32(), file.GetProperty("height").GetInt32()));
    }

    [Fact]
    public async Task An_unchanged_task_is_not_sent_again()
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
    public async Task A_preferred_wait_times_out_if_nothing_changes()
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
}
