using System.Net;
using System.Net.Http.Json;

namespace SneakerCheck.Tests.Checks;

/// <summary>Seed 000: len(user.tasks) &lt; user.quota, exact whatever happens at once.</summary>
public sealed class QuotaTests
{
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

        var deletes = tasks.SelectMany(task => new[] { task, task }).Select(task => owner.Http.DeleteAsync($"{TestHostOwner.Tasks}/{task}"));
        var creates = Enumerable.Range(0, 12).Select(_ => Create(owner));
        var replies = await Task.WhenAll(deletes.Concat(creates));

        Assert.Equal(4, replies.Count(reply => reply.StatusCode == HttpStatusCode.NoContent));
        var held = (await (await owner.Http.GetAsync(TestHostOwner.Tasks)).Json(HttpStatusCode.OK)).GetArrayLength();
        Assert.Equal(held, replies.Count(reply => reply.StatusCode == HttpStatusCode.Created));
        Assert.InRange(held, 0, 4);
        Assert.Equal(held, (await owner.User()).GetProperty("tasks_held").GetInt32());
    }

    private static Task<HttpResponseMessage> Create(TestHostOwner owner) =>
        owner.Http.PostAsJsonAsync(TestHostOwner.Tasks, new { meta_tag = "v0.1", shoe_model = "nike_dunk_low" });
}
