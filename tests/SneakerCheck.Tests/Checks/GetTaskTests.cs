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

    [Theory]
    [InlineData("not-an-id")]
    [InlineData("0")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("%0A00000000000000000000000000000000")]
    [InlineData("00000000000000000000000000000000%20")]
    [InlineData("0x000000000000000000000000000000")]
    [InlineData("..%2Faccount")]
    [InlineData("%F0%9F%91%9F")]
    [InlineData("%ED%A0%80")]
    public async Task A_malformed_task_id_is_not_found_by_any_endpoint(string id)
    {
        var owner = await (await TestHost.Shared).Owner();
        var path = $"{TestHostOwner.Tasks}/{id}";

        await (await owner.Http.GetAsync(path)).Problem(404, "not_found");
        await (await owner.Http.PutAsJsonAsync(path, new { comment = "x" })).Problem(404, "not_found");
        await (await owner.Http.DeleteAsync(path)).Problem(404, "not_found");
        await (await owner.Http.PutAsync($"{path}/run", null)).Problem(404, "not_found");
        await (await owner.Http.GetAsync($"{path}/files/appear")).Problem(404, "not_found");
        await (await owner.Http.PostAsJsonAsync($"{path}/files", new { view = "appear", content_type = "image/jpeg", size = 5 }))
            .Problem(404, "not_found");
        await (await owner.Send(id, "appear", [0xFF, 0xD8, 0xFF])).Problem(404, "not_found");
        using var form = AddFileTests.Form("view", "appear", [0xFF, 0xD8, 0xFF]);
        await (await owner.Http.PostAsync($"{path}/files", form)).Problem(404, "not_found");
    }

    [Fact]
    public async Task A_task_of_another_account_cannot_be_reached_by_any_endpoint()
    {
        var host = await TestHost.Shared;
        var (owner, other) = (await host.Owner(), await host.Owner());
        var task = await owner.CreateTask();

        await (await other.Http.GetAsync($"/api/v1/users/{owner.Id}/tasks/{task}")).Problem(403, "forbidden");
        await (await other.Http.GetAsync($"{TestHostOwner.Tasks}/{task}")).Problem(404, "not_found");
        await (await other.Http.DeleteAsync($"{TestHostOwner.Tasks}/{task}")).Problem(404, "not_found");
        await (await other.Submit(task)).Problem(404, "not_found");
        await (await other.Send(task, "appear", TestPhoto.Unique())).Problem(404, "not_found");
        Assert.Equal(task, (await owner.Get(task)).Text("id"));
    }

    [Theory]
    [InlineData("Prefer", "wait=abc")]
    [InlineData("Prefer", "wait=-1")]
    [InlineData("Prefer", "wait=99999999999999")]
    [InlineData("Prefer", "wait=0")]
    [InlineData("Prefer", ",;=,=")]
    [InlineData("If-None-Match", "nonsense\"")]
    [InlineData("If-None-Match", "W/\"x\", \"\"")]
    public async Task Malformed_headers_cause_no_server_error(string header, string value)
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask();

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{TestHostOwner.Tasks}/{task}");
        request.Headers.TryAddWithoutValidation(header, value);

        await (await owner.Http.SendAsync(request)).Json(HttpStatusCode.OK);
    }
}
