using SneakerCheck.Notifications;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Tests.Notifications;

public sealed class NotifyOwnerTests
{
    private static readonly Uri Anywhere = new("http://127.0.0.1:9/");

    [Fact]
    public async Task A_result_makes_one_entry_in_both_languages_and_one_push_for_each_device()
    {
        await using var area = new NotificationArea();
        var account = await area.AddAccount();
        await area.AddWebhook(account, "one", Anywhere);
        await area.AddWebhook(account, "two", Anywhere);

        await area.Notify(NotificationArea.Result(account));

        var entry = Assert.Single(await area.Inbox(account));
        Assert.False(entry.Read);
        Assert.Equal(("鉴定结果:正品", "Check finished: authentic"), (entry.TitleZh, entry.TitleEn));
        Assert.Contains("七个视角都与真品一致", entry.TextZh);
        Assert.Contains("All seven views", entry.TextEn);
        Assert.Equal("task-1", entry.Data.Text("task_id"));
        Assert.Equal(2, await area.WaitingPushes());
    }

    [Fact]
    public async Task An_entry_ends_after_180_days_read_or_not()
    {
        await using var area = new NotificationArea();
        var account = await area.AddAccount();
        await area.Notify(NotificationArea.Result(account, "run-1"));
        await area.Notify(NotificationArea.Result(account, "run-2"));

        area.Time.Advance(TimeSpan.FromDays(179));
        var entries = await area.Inbox(account);
        await area.Inboxes.Mark(account, entries[0].Id, true, default);

        Assert.Equal([true, false], (await area.Inbox(account)).Select(entry => entry.Read).OrderDescending());
        area.Time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await area.Inbox(account));
    }

    [Theory]
    [InlineData("fake", "仿品", "fake")]
    [InlineData("not_sure", "无法确定", "not sure")]
    public void Each_answer_has_its_words(string answer, string chinese, string english)
    {
        var entry = Notification.Of(NotificationArea.Result(1, answer: answer), Pushes.Now);

        Assert.EndsWith(chinese, entry.TitleZh);
        Assert.EndsWith(english, entry.TitleEn);
        Assert.Equal((chinese, english), (entry.Data.Text("verdict_zh"), entry.Data.Text("verdict_en")));
    }

    [Fact]
    public async Task A_message_that_arrives_twenty_times_in_parallel_makes_one_entry()
    {
        await using var area = new NotificationArea();
        var account = await area.AddAccount();
        await area.AddWebhook(account, "one", Anywhere);
        await area.AddWebhook(account, "two", Anywhere);
        var result = NotificationArea.Result(account);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => area.Notify(result))));
        // By now the queue has dropped the keys it saw, so only the inbox can recognize the duplicate.
        area.Time.Advance(QueuePolicy.DuplicateWindow * 2);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => area.Notify(result))));

        Assert.Single(await area.Inbox(account));
        Assert.Equal(2, await area.WaitingPushes());
        Assert.Equal(0, await area.Outbox.SendPending(area.Time.GetUtcNow()));
    }

    [Fact]
    public async Task Two_runs_make_two_entries()
    {
        await using var area = new NotificationArea();
        var account = await area.AddAccount();

        await area.Notify(NotificationArea.Result(account, "run-1"));
        area.Time.Advance(TimeSpan.FromSeconds(1));
        await area.Notify(NotificationArea.Result(account, "run-2"));

        Assert.Equal(["run-2", "run-1"], (await area.Inbox(account)).Select(entry => entry.Data.Text("run_id")));
    }

    [Fact]
    public async Task A_result_for_a_missing_account_is_dropped()
    {
        await using var area = new NotificationArea();

        await area.Notify(NotificationArea.Result(12345));

        Assert.Empty(await area.Inbox(12345));
        Assert.Empty(await area.Queue.Count());
    }
}
