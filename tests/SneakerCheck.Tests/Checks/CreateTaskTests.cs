using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SneakerCheck.Tests.Accounts;

namespace SneakerCheck.Tests.Checks;

/// <summary>Seed 000: 创建一个新task, with the quota: len(user.tasks) &lt; user.quota also holds under concurrency.</summary>
public sealed class CreateTaskTests
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
    public async Task A_hundred_parallel_creates_on_a_quota_of_ten_make_ten()
    {
        var owner = await (await TestHost.Shared).Owner(quota: 10);

        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Create(owner)));

        Assert.Equal(10, replies.Count(reply => reply.StatusCode == HttpStatusCode.Created));
        foreach (var refused in replies.Where(reply => reply.StatusCode != HttpStatusCode.Created))
            await refused.Problem(403, "quota_exceeded");
        Assert.Equal(10, (await (await owner.Http.GetAsync(TestHostOwner.Tasks)).Json(HttpStatusCode.OK)).GetArrayLength());
        Assert.Equal(10, (await owner.User()).GetProperty("tasks_held").GetInt32());
    }

    [Fact]
    public async Task Parallel_creates_and_deletes_keep_the_count()
    {
        var owner = await (await TestHost.Shared).Owner(quota: 4);
        var tasks = new List<string>();
        for (var i = 0; i < 4; i++)
            tasks.Add(await owner.CreateTask());

        var deletes = tasks.SelectMany(task => new[] { task, task })
            .Select(task => owner.Http.DeleteAsync($"{TestHostOwner.Tasks}/{task}"));
        var creates = Enumerable.Range(0, 12).Select(_ => Create(owner));
        var replies = await Task.WhenAll(deletes.Concat(creates));

        Assert.Equal(4, replies.Count(reply => reply.StatusCode == HttpStatusCode.NoContent));
        var held = (await (await owner.Http.GetAsync(TestHostOwner.Tasks)).Json(HttpStatusCode.OK)).GetArrayLength();
        Assert.Equal(held, replies.Count(reply => reply.StatusCode == HttpStatusCode.Created));
        Assert.InRange(held, 0, 4);
        Assert.Equal(held, (await owner.User()).GetProperty("tasks_held").GetInt32());
    }

    [Theory]
    [InlineData("{}", "meta_tag")]
    [InlineData("""{"meta_tag":null,"shoe_model":"nike_dunk_low"}""", "meta_tag")]
    [InlineData("""{"meta_tag":"v9","shoe_model":"nike_dunk_low"}""", "meta_tag")]
    [InlineData("""{"meta_tag":"","shoe_model":"nike_dunk_low"}""", "meta_tag")]
    [InlineData("""{"meta_tag":"V0.1","shoe_model":"nike_dunk_low"}""", "meta_tag")]
    [InlineData("""{"meta_tag":7,"shoe_model":"nike_dunk_low"}""", "meta_tag")]
    [InlineData("""{"meta_tag":"v0.1"}""", "shoe_model")]
    [InlineData("""{"meta_tag":"v0.1","shoe_model":"../nike"}""", "shoe_model")]
    [InlineData("""{"meta_tag":"v0.1","shoe_model":{"id":"nike_dunk_low"}}""", "shoe_model")]
    [InlineData("""{"meta_tag":"v0.1","shoe_model":"nike_dunk_low","comment":5}""", "comment")]
    [InlineData("""{"meta_tag":"v0.1","shoe_model":"nike_dunk_low","comment":"\udc00"}""", "comment")]
    public async Task An_invalid_task_is_not_opened(string body, string field)
    {
        var owner = await (await TestHost.Shared).Owner();

        var problem = await (await owner.Http.PostAsync(TestHostOwner.Tasks, BadBodies.Json(body))).Problem(400, "invalid_field");

        Assert.Equal(field, Assert.Single(problem.List("errors")).Text("field"));
        Assert.Equal(0, (await owner.User()).GetProperty("tasks_held").GetInt32());
    }

    [Theory]
    [MemberData(nameof(BadBodies.Nonsense), MemberType = typeof(BadBodies))]
    public async Task A_body_that_is_not_the_expected_object_is_refused(string body)
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.Get(await owner.CreateTask());
        var path = $"{TestHostOwner.Tasks}/{task.Text("id")}";

        // These bodies are objects, but have an unknown member that is nested too deeply, or text that is not valid.
        await (await owner.Http.PostAsync(TestHostOwner.Tasks, BadBodies.Json(body))).Problem(400);
        await (await owner.Http.PostAsync($"{path}/files", BadBodies.Json(body))).Problem(400);
        await (await owner.Http.PutAsync("/api/v1/users/me/devices/phone", BadBodies.Json(body))).Problem(400);
        await (await owner.Http.PutAsync($"{path}", BadBodies.Json(body.Replace("nick_name", "comment")))).Problem(400);
        Assert.Equal(task.GetRawText(), (await owner.Get(task.Text("id"))).GetRawText());
    }

    internal static void AssertRecent(string time)
    {
        var moment = DateTimeOffset.ParseExact(
            time, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange(moment, DateTimeOffset.UtcNow.AddMinutes(-2), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    private static Task<HttpResponseMessage> Create(TestHostOwner owner) =>
        owner.Http.PostAsJsonAsync(TestHostOwner.Tasks, new { meta_tag = "v0.1", shoe_model = "nike_dunk_low" });
}
