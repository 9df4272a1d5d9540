using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace SneakerCheck.Tests.Checks;

/// <summary>Bad input to tasks gets a clear 4xx and leaves the task unchanged.</summary>
public sealed class BadTaskInputTests
{
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

        var problem = await (await owner.Http.PostAsync(TestHostOwner.Tasks, Json(body))).Problem(400, "invalid_field");

        Assert.Equal(field, Assert.Single(problem.List("errors")).Text("field"));
        Assert.Equal(0, (await owner.User()).GetProperty("tasks_held").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Accounts.BadUserInputTests.Nonsense), MemberType = typeof(Accounts.BadUserInputTests))]
    public async Task A_body_that_is_not_the_expected_object_is_refused(string body)
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.Get(await owner.CreateTask());
        var path = $"{TestHostOwner.Tasks}/{task.Text("id")}";

        // These bodies are objects, but have an unknown member that is nested too deeply, or text that is not valid.
        await (await owner.Http.PostAsync(TestHostOwner.Tasks, Json(body))).Problem(400);
        await (await owner.Http.PostAsync($"{path}/files", Json(body))).Problem(400);
        await (await owner.Http.PutAsync("/api/v1/users/me/devices/phone", Json(body))).Problem(400);
        await (await owner.Http.PutAsync($"{path}", Json(body.Replace("nick_name", "comment")))).Problem(400);
        Assert.Equal(task.GetRawText(), (await owner.Get(task.Text("id"))).GetRawText());
    }

    [Fact]
    public async Task A_comment_of_up_to_two_thousand_characters_is_stored_unchanged()
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask();
        var comment = "\0\u0001\t<script>\"'\\\u2028👟" + new string('鞋', 1980);

        var kept = await (await owner.Http.PutAsJsonAsync($"{TestHostOwner.Tasks}/{task}", new { comment })).Json(HttpStatusCode.OK);
        await (await owner.Http.PutAsJsonAsync($"{TestHostOwner.Tasks}/{task}", new { comment = new string('a', 2001) }))
            .Problem(400, "invalid_field");

        Assert.Equal(comment, kept.Text("comment"));
        Assert.Equal(comment, (await owner.Get(task)).Text("comment"));
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

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
