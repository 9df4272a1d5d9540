using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SneakerCheck.Tests.Checks;

/// <summary>Seed 000: 修改任务信息, 不能改state.</summary>
public sealed class ChangeTaskTests
{
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
    public async Task A_photo_of_a_view_that_the_new_template_lacks_is_deleted()
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask("v0.1", TestHost.PlainModel, ("appear", TestPhoto.Unique()), ("tongue", TestPhoto.Unique()));
        var link = (await owner.Http.GetAsync($"{TestHostOwner.Tasks}/{task}/files/tongue")).Headers.Location!;

        await (await owner.Http.PutAsJsonAsync($"{TestHostOwner.Tasks}/{task}", new { meta_tag = "quick-1" })).Json(HttpStatusCode.OK);

        Assert.Equal("appear", Assert.Single((await owner.Get(task)).List("files")).Text("view"));
        using var anybody = new HttpClient();
        await Hosting.Eventually.Holds(
            async () => (await anybody.GetAsync(link)).StatusCode == HttpStatusCode.NotFound, "the photo is gone");
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

    private static async Task<HttpResponseMessage> Put(TestHostOwner owner, string id, object body, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{TestHostOwner.Tasks}/{id}") { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await owner.Http.SendAsync(request);
    }
}
