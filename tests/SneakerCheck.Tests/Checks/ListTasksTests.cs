using System.Net;
using System.Text.Json;

namespace SneakerCheck.Tests.Checks;

/// <summary>Seed 000: 得到某个用户的所有task的列表.</summary>
public sealed class ListTasksTests
{
    [Fact]
    public async Task Tasks_are_listed_newest_first_as_a_plain_array()
    {
        var owner = await (await TestHost.Shared).Owner();
        var first = await owner.CreateTask();
        var second = await owner.CreateTask();

        var list = await (await owner.Http.GetAsync($"/api/v1/users/{owner.Id}/tasks")).Json(HttpStatusCode.OK);

        Assert.Equal(JsonValueKind.Array, list.ValueKind);
        Assert.Equal([second, first], list.EnumerateArray().Select(task => task.Text("id")));
        Assert.Equal((await owner.Get(first)).GetRawText(), list[1].GetRawText());
    }

    [Fact]
    public async Task A_new_account_has_an_empty_list()
    {
        var owner = await (await TestHost.Shared).Owner();

        Assert.Empty((await (await owner.Http.GetAsync(TestHostOwner.Tasks)).Json(HttpStatusCode.OK)).EnumerateArray());
    }

    [Theory]
    [InlineData("incomplete", false)]
    [InlineData("incompelete", false)]
    [InlineData("finished", true)]
    [InlineData("waiting", null)]
    public async Task A_list_can_be_filtered_by_state_also_in_the_seeds_spelling(string state, bool? wantsFinished)
    {
        var owner = await (await TestHost.Shared).Owner();
        var incomplete = await owner.CreateTask();
        var finished = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));
        await owner.Run(finished);

        var list = await (await owner.Http.GetAsync($"{TestHostOwner.Tasks}?state={state}")).Json(HttpStatusCode.OK);

        string[] expected = wantsFinished switch { true => [finished], false => [incomplete], null => [] };
        Assert.Equal(expected, list.EnumerateArray().Select(task => task.Text("id")));
    }

    [Fact]
    public async Task Pages_follow_the_link_header_and_neither_repeat_nor_skip()
    {
        var owner = await (await TestHost.Shared).Owner();
        var created = new List<string>();
        for (var i = 0; i < 5; i++)
            created.Insert(0, await owner.CreateTask());

        var seen = new List<string>();
        var sizes = new List<int>();
        for (var next = $"{TestHostOwner.Tasks}?limit=2&state=incomplete"; next is not null;)
        {
            var reply = await owner.Http.GetAsync(next);
            var page = await reply.Json(HttpStatusCode.OK);
            seen.AddRange(page.EnumerateArray().Select(task => task.Text("id")));
            sizes.Add(page.GetArrayLength());
            next = NextLink(reply);
        }

        Assert.Equal(created, seen);
        Assert.Equal([2, 2, 1], sizes);
    }

    [Fact]
    public async Task A_page_ends_after_fifty_tasks_unless_asked_otherwise()
    {
        var owner = await (await TestHost.Shared).Owner(quota: 60);
        for (var i = 0; i < 51; i++)
            await owner.CreateTask();

        var reply = await owner.Http.GetAsync(TestHostOwner.Tasks);
        var whole = await owner.Http.GetAsync($"{TestHostOwner.Tasks}?limit=200");

        Assert.Equal(50, (await reply.Json(HttpStatusCode.OK)).GetArrayLength());
        Assert.NotNull(NextLink(reply));
        Assert.Equal(51, (await whole.Json(HttpStatusCode.OK)).GetArrayLength());
        Assert.Null(NextLink(whole));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=abc")]
    [InlineData("limit=-1")]
    [InlineData("limit=")]
    [InlineData("limit=99999999999999999999")]
    [InlineData("continuation=nonsense")]
    [InlineData("continuation=")]
    [InlineData("continuation=%00")]
    [InlineData("state=done")]
    [InlineData("state=")]
    public async Task An_invalid_list_request_is_refused(string query)
    {
        var owner = await (await TestHost.Shared).Owner();

        var problem = await (await owner.Http.GetAsync($"{TestHostOwner.Tasks}?{query}")).Problem(400, "invalid_field");

        Assert.Equal(query[..query.IndexOf('=')], Assert.Single(problem.List("errors")).Text("field"));
    }

    [Fact]
    public async Task A_continuation_of_another_list_is_refused()
    {
        var host = await TestHost.Shared;
        var (owner, other) = (await host.Owner(), await host.Owner());
        await owner.CreateTask();
        await owner.CreateTask();
        await other.CreateTask();
        var next = NextLink(await owner.Http.GetAsync($"{TestHostOwner.Tasks}?limit=1"))!;

        var changed = await owner.Http.GetAsync(next + "&state=finished");

        await changed.Problem(400, "invalid_field");
        Assert.NotEqual(HttpStatusCode.OK, (await other.Http.GetAsync(next)).StatusCode);
    }

    private static string? NextLink(HttpResponseMessage reply)
    {
        if (!reply.Headers.TryGetValues("Link", out var values))
            return null;
        var link = Assert.Single(values);
        Assert.EndsWith(">; rel=\"next\"", link);
        return link[1..link.IndexOf('>')];
    }
}
