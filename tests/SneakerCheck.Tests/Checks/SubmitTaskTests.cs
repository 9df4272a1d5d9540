using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SneakerCheck.Tests.Checks;

/// <summary>Seed 000: 开始run一个task, 会检查是否满足条件.</summary>
public sealed class SubmitTaskTests
{
    [Fact]
    public async Task A_task_without_its_required_photos_is_not_ready_and_says_which()
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask("v0.1", "adidas_superstar");
        await (await owner.Send(task, "tag", TestPhoto.Unique())).Json(HttpStatusCode.Created);
        await owner.Announce(task, "pad", 5000);

        var problem = await (await owner.Submit(task)).Problem(409, "task_not_ready");

        Assert.Equal(["appear", "stitch", "pad", "side_tag"], problem.List("missing").Select(view => view.Text("view")));
        Assert.All(problem.List("missing"), view => Assert.Equal("not_uploaded", view.Text("code")));
        var rejected = Assert.Single(problem.List("rejected"));
        Assert.Equal(("tag", "too_few_pixels"), (rejected.Text("view"), rejected.Text("code")));
        Assert.Contains("1000000", rejected.Text("reason"));
        Assert.All(problem.List("missing"), AssertIsInBothLanguages);
        AssertIsInBothLanguages(rejected);
        Assert.Equal("incomplete", (await owner.Get(task)).Text("state"));
    }

    [Fact]
    public async Task Fifty_parallel_runs_of_one_task_run_it_once()
    {
        var messages = new TestHostMessages();
        await using var host = await TestHost.Start(configure: messages.TakeOver);
        var owner = await host.Owner();
        var task = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => owner.Submit(task)));

        var tasks = await Task.WhenAll(replies.Select(reply => reply.Json(HttpStatusCode.OK)));
        Assert.Single(tasks.Select(reply => reply.GetRawText()).Distinct());
        Assert.Equal("waiting", tasks[0].Text("state"));
        Assert.Single(messages.To("check-runs"));
        await messages.RunCheck(host);
        await messages.RunCheck(host);
        Assert.Single(messages.To("notices"));
        Assert.Equal(tasks[0].Text("start_time"), (await owner.Get(task)).Text("start_time"));
    }

    [Fact]
    public async Task An_owner_who_submits_repeatedly_is_notified_once()
    {
        var owner = await (await TestHost.Shared).Owner();
        var task = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => owner.Submit(task)));
        var finished = await owner.Finished(task);
        await owner.Submit(task);

        await Hosting.Eventually.Holds(async () => (await owner.Notifications()).Length > 0, "the owner is notified");
        var notification = Assert.Single(await owner.Notifications());
        Assert.Equal(task, notification.GetProperty("data").Text("task_id"));
        Assert.Equal(finished.Text("answer"), notification.GetProperty("data").Text("answer"));
        Assert.False(notification.GetProperty("read").GetBoolean());
        var read = await owner.Http.PutAsJsonAsync(
            $"/api/v1/users/{owner.Id}/notifications/{notification.Text("id")}", new { read = true });
        Assert.True((await read.Json(HttpStatusCode.OK)).GetProperty("read").GetBoolean());
    }

    [Fact]
    public async Task A_waiting_task_can_be_neither_changed_nor_deleted()
    {
        var messages = new TestHostMessages();
        await using var host = await TestHost.Start(configure: messages.TakeOver);
        var owner = await host.Owner();
        var task = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));
        await (await owner.Submit(task)).Json(HttpStatusCode.OK);

        await (await owner.Http.DeleteAsync($"{TestHostOwner.Tasks}/{task}")).Problem(409, "task_waiting");
        await (await owner.Http.PutAsJsonAsync($"{TestHostOwner.Tasks}/{task}", new { comment = "late" }))
            .Problem(409, "task_not_editable");
        await (await owner.Send(task, "tag", TestPhoto.Unique())).Problem(409, "task_not_editable");
    }

    [Fact]
    public async Task A_photo_uploaded_by_link_must_match_its_announcement()
    {
        var owner = await (await TestHost.Shared).Owner();
        var photo = TestPhoto.Unique();
        var large = new byte[BadPhotos.MaximumSize + 1];
        photo.CopyTo(large, 0);

        Assert.Equal("size_mismatch", await Rejected(photo, photo.Length + 1, null));
        Assert.Equal("sha256_mismatch", await Rejected(photo, photo.Length, new string('0', 64)));
        Assert.Equal("photo_too_large", await Rejected(large, BadPhotos.MaximumSize, null));
        Assert.Equal("not_jpeg", await Rejected("%PDF-1.7"u8.ToArray(), 8, null));
        Assert.Equal("size_mismatch", await Rejected([], 8, null));

        async Task<string> Rejected(byte[] bytes, long size, string? sha256)
        {
            var task = await owner.CreateTask();
            var reply = await owner.Announce(task, "appear", size, sha256);
            Assert.Equal(HttpStatusCode.Created, (await TestHostOwner.Upload(reply.GetProperty("upload"), bytes)).StatusCode);
            var problem = await (await owner.Submit(task)).Problem(409, "task_not_ready");
            Assert.Empty(problem.List("missing"));
            var rejected = Assert.Single(problem.List("rejected"));
            AssertIsInBothLanguages(rejected);
            return rejected.Text("code");
        }
    }

    [Fact]
    public async Task Hostile_jpegs_are_rejected_before_the_run_in_bounded_time()
    {
        var owner = await (await TestHost.Shared).Owner(quota: 20);
        var photo = TestPhoto.Unique();
        var frame = photo.AsSpan().IndexOf((byte[])[0xFF, 0xC0]);
        var clock = Stopwatch.StartNew();

        Assert.Equal("too_many_pixels", await Rejected(BadPhotos.WithSize(photo, frame, 65_535, 65_535)));
        Assert.Equal("too_many_pixels", await Rejected(BadPhotos.WithSize(photo, frame, 65_535, 1_000)));
        Assert.Equal("unreadable", await Rejected(BadPhotos.WithSize(photo, frame, 0, 0)));
        Assert.Equal("unreadable", await Rejected(photo[..(frame + 6)]));
        Assert.Equal("unreadable", await Rejected([0xFF, 0xD8, .. Enumerable.Repeat((byte)0xFF, 5_000_000)]));
        Assert.Equal("unreadable", await Rejected([0xFF, 0xD8, .. BadPhotos.Segments(5_000_000), .. photo[2..]]));
        Assert.Equal("unreadable", await Rejected([0xFF, 0xD8, 0xFF, 0xE1, 0x00, 0x00, .. photo[2..]]));
        Assert.Equal("unreadable", await Rejected([0xFF, 0xD8, 0xFF, 0xD9]));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);

        async Task<string> Rejected(byte[] bytes)
        {
            var task = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", bytes));
            var problem = await (await owner.Submit(task)).Problem(409, "task_not_ready");
            var rejected = Assert.Single(problem.List("rejected"));
            AssertIsInBothLanguages(rejected);
            return rejected.Text("code");
        }
    }

    private static void AssertIsInBothLanguages(JsonElement view)
    {
        var text = view.GetProperty("text");
        Assert.Equal(view.Text("reason"), text.Text("en"));
        Assert.DoesNotContain(text.Text("en"), letter => letter > 0x7F);
        Assert.Contains(text.Text("zh"), letter => letter is >= '\u4E00' and <= '\u9FFF');
        Assert.EndsWith("。", text.Text("zh"));
    }
}
