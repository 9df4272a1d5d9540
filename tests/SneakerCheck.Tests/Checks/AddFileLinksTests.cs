using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Checks;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Tests.Checks;

/// <summary>All links of a check in one request: the one that opens it, or one with a list of views.</summary>
public sealed class AddFileLinksTests
{
    private static readonly string[] Both = ["appear", "tag"];

    [Fact]
    public async Task A_list_of_views_is_answered_by_the_list_of_their_links()
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask();
        var photos = Both.ToDictionary(view => view, _ => TestPhoto.Unique());

        var links = (await (await owner.Http.PostAsJsonAsync(
            $"{TestHostOwner.Tasks}/{task}/files", Both.Select(view => Entry(view, photos[view].Length)))).Json(HttpStatusCode.Created))
            .EnumerateArray().ToArray();

        Assert.Equal(Both, links.Select(link => link.Text("view")));
        var alone = await owner.Announce(await owner.CreateTask(), "tag", 5);
        foreach (var link in links)
        {
            Assert.Equal(alone.Names(), link.Names());
            Assert.Equal(
                HttpStatusCode.Created,
                (await TestHostOwner.Upload(link.GetProperty("upload"), photos[link.Text("view")])).StatusCode);
        }

        var files = (await owner.Get(task)).List("files").ToArray();
        Assert.Equal(links.Select(link => link.Text("file_id")), files.Select(file => file.Text("file_id")));
        Assert.Equal("finished", (await owner.Run(task)).Text("state"));
    }

    [Theory]
    [InlineData(
        """[{"view":"tag","content_type":"image/jpeg","size":5},{"view":"appear","content_type":"image/jpeg","size":6}]""",
        "tag,appear")]
    [InlineData("""[{"view":"tag","content_type":"image/jpeg","size":5}]""", "tag")]
    [InlineData("\"required\"", "appear")]
    public async Task A_task_is_opened_with_its_links(string files, string views)
    {
        var owner = await (await TestHost.Shared).Owner();

        var reply = await owner.Http.PostAsync(TestHostOwner.Tasks, Opening(files));

        var task = await reply.Json(HttpStatusCode.Created);
        Assert.Equal(views.Split(','), task.List("uploads").Select(upload => upload.Text("view")));
        Assert.All(task.List("uploads"), upload => Assert.Equal(["view", "file_id", "upload"], upload.Names()));
        Assert.All(
            task.List("uploads"),
            upload => Assert.Equal(["method", "url", "headers", "expires_at"], upload.GetProperty("upload").Names()));
        Assert.Equal(
            task.List("uploads").Select(upload => upload.Text("file_id")), task.List("files").Select(file => file.Text("file_id")));
        var shown = await owner.Get(task.Text("id"));
        Assert.Equal([.. shown.Names(), "uploads"], task.Names());
        Assert.Equal(shown.Text("etag"), task.Text("etag"));
    }

    [Fact]
    public async Task A_photo_of_any_allowed_size_can_use_the_link_of_a_required_view()
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await (await owner.Http.PostAsync(TestHostOwner.Tasks, Opening("\"required\""))).Json(HttpStatusCode.Created);

        foreach (var upload in task.List("uploads"))
            Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(upload.GetProperty("upload"), TestPhoto.Unique())).StatusCode);

        Assert.Equal("finished", (await owner.Run(task.Text("id"))).Text("state"));
    }

    [Theory]
    [InlineData("[]", 400, "invalid_field", "files")]
    [InlineData("""[{"view":"tag","content_type":"image/jpeg","size":5},null]""", 400, "invalid_field", "files[1]")]
    [InlineData("""[{"view":"tag","content_type":"image/jpeg","size":5},7]""", 400, "invalid_field", "files[1]")]
    [InlineData(
        """[{"view":"tag","content_type":"image/jpeg","size":5},{"view":"appear","content_type":"image/jpeg","size":"big"}]""",
        400, "invalid_field", "files[1].size")]
    [InlineData(
        """[{"view":"tag","content_type":"image/jpeg","size":5},{"view":"appear","content_type":"image/jpeg"}]""",
        400, "invalid_field", "files[1].size")]
    [InlineData(
        """[{"view":"tag","content_type":"image/jpeg","size":5},{"view":"appear","size":5}]""",
        400, "invalid_field", "files[1].content_type")]
    [InlineData(
        """[{"view":"tag","content_type":"image/jpeg","size":5},{"content_type":"image/jpeg","size":5}]""",
        400, "invalid_field", "files[1].view")]
    [InlineData(
        """[{"view":"tag","content_type":"image/jpeg","size":5},{"view":"sole","content_type":"image/jpeg","size":5}]""",
        400, "invalid_field", "files[1].view")]
    [InlineData(
        """[{"view":"tag","content_type":"image/jpeg","size":5},{"view":"tag","content_type":"image/jpeg","size":5}]""",
        400, "invalid_field", "files[1].view")]
    [InlineData("""[{"view":"tag","content_type":"image/jpeg","size":5,"sha256":"abc"}]""", 400, "invalid_field", "files[0].sha256")]
    [InlineData("""[{"view":"tag","content_type":"image/png","size":5}]""", 415, "not_jpeg", "files[0].content_type")]
    [InlineData("""[{"view":"tag","content_type":"image/jpeg","size":20971521}]""", 413, "photo_too_large", "files[0].size")]
    [InlineData(
        """[{"view":"a","content_type":"image/jpeg","size":5},{"view":"b","content_type":"image/jpeg","size":5},""" +
            """{"view":"c","content_type":"image/jpeg","size":5}]""",
        400, "invalid_field", "files")]
    public async Task A_list_with_an_invalid_entry_is_refused_and_the_error_names_the_entry(
        string files, int status, string code, string field)
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.Get(await owner.CreateTask());

        var listed = await (await owner.Http.PostAsync($"{TestHostOwner.Tasks}/{task.Text("id")}/files", Json(files)))
            .Problem(status, code);
        var opened = await (await owner.Http.PostAsync(TestHostOwner.Tasks, Opening(files))).Problem(status, code);

        Assert.Equal(field, Assert.Single(listed.List("errors")).Text("field"));
        Assert.Equal(field, Assert.Single(opened.List("errors")).Text("field"));
        Assert.Equal(task.GetRawText(), (await owner.Get(task.Text("id"))).GetRawText());
        Assert.Equal(1, (await owner.User()).GetProperty("tasks_held").GetInt32());
    }

    [Theory]
    [InlineData("\"all\"")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("true")]
    public async Task Files_of_a_new_task_are_a_list_or_required(string files)
    {
        var owner = await (await TestHost.Shared).Owner();

        var problem = await (await owner.Http.PostAsync(TestHostOwner.Tasks, Opening(files))).Problem(400, "invalid_field");

        Assert.Equal("files", Assert.Single(problem.List("errors")).Text("field"));
    }

    [Fact]
    public async Task A_list_is_refused_once_the_task_is_submitted()
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));
        await owner.Run(task);

        await (await owner.Http.PostAsJsonAsync($"{TestHostOwner.Tasks}/{task}/files", Both.Select(view => Entry(view, 5))))
            .Problem(409, "task_not_editable");
    }

    [Fact]
    public async Task The_quota_is_exact_for_tasks_that_are_opened_with_links()
    {
        var owner = await (await TestHost.Shared).Owner(quota: 5);

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(_ => owner.Http.PostAsync(TestHostOwner.Tasks, Opening("\"required\""))));

        Assert.Equal(5, replies.Count(reply => reply.StatusCode == HttpStatusCode.Created));
        foreach (var refused in replies.Where(reply => reply.StatusCode != HttpStatusCode.Created))
            await refused.Problem(403, "quota_exceeded");
        Assert.Equal(5, (await owner.User()).GetProperty("tasks_held").GetInt32());
    }

    [Fact]
    public async Task A_check_has_one_scheduled_clean_up_however_its_links_are_requested()
    {
        var time = new TestHostTime();
        var messages = new TestHostMessages();
        await using var host = await TestHost.Start(time, messages.TakeOver);
        var owner = await host.Owner();
        var opened = await (await owner.Http.PostAsync(TestHostOwner.Tasks, Opening("\"required\""))).Json(HttpStatusCode.Created);
        var task = opened.Text("id");
        await owner.Announce(task, "tag", 5);
        await (await owner.Send(task, "tag", TestPhoto.Unique())).Json(HttpStatusCode.Created);
        time.Advance(TimeSpan.FromMinutes(14));
        await owner.Http.PostAsJsonAsync($"{TestHostOwner.Tasks}/{task}/files", Both.Select(view => Entry(view, 5)));
        Assert.Single(await Late());

        // The clean-up that was scheduled runs now, so it cannot order the one for these links.
        time.Advance(TimeSpan.FromMinutes(2));
        var ended = time.GetUtcNow() + PhotoUploads.LinkLifetime;
        await owner.Announce(task, "tag", 5);

        var late = await Late();
        Assert.Equal(2, late.Length);
        Assert.True(late[^1].NotBefore >= ended);

        async Task<Message[]> Late()
        {
            await host.Services.GetRequiredService<Outbox>().SendPending(time.GetUtcNow());
            return [.. messages.To("photo-cleanups").Where(message => message.NotBefore is not null).DistinctBy(message => message.Key)];
        }
    }

    private static object Entry(string view, long size) => new { view, content_type = "image/jpeg", size };

    private static StringContent Opening(string files) =>
        Json($$"""{"meta_tag":"{{TestHost.SmallTemplate}}","shoe_model":"{{TestHost.PlainModel}}","files":{{files}}}""");

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
