using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SneakerCheck.Accounts;
using SneakerCheck.Checks;
using SneakerCheck.Notifications;
using SneakerCheck.Notifications.Push;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Tests.Notifications;

/// <summary>
/// What is read and pushed of a finished check, to the byte, as it was before there were notices of other kinds; and what that
/// version left in queues and inboxes. The texts here were written down from it.
/// </summary>
public sealed class NoticeTests(NotificationHost host) : IClassFixture<NotificationHost>
{
    private const string RunId = "0199aabbccdd7eeeb0123456789abcdf";
    private const string EntryId = "e386c9ab8b344726eba07f08bba82b98";

    private static readonly string Data = OneLine($$$"""
        {"notification_id":"{{{EntryId}}}","task_id":"0199aabbccdd7eeeb0123456789abcde","run_id":"{{{RunId}}}","meta_tag":"v1",
        "shoe_model":"air-jordan-1","answer":"true","finish_time":"2026-11-02T08:59:00.123456Z","verdict_zh":"正品",
        "verdict_en":"authentic","reason_zh":"与真品样本一致，假货的可能性 p=0.05","reason_en":"Like “genuine” pairs; fake has p < 0.05."}
        """);

    private static readonly string Entry = OneLine($$$"""
        {"id":"{{{EntryId}}}","type":"check.finished","create_time":"CREATE_TIME","read":false,"title_zh":"鉴定结果:正品",
        "title_en":"Check finished: authentic","text_zh":"air-jordan-1:与真品样本一致，假货的可能性 p=0.05",
        "text_en":"air-jordan-1: Like “genuine” pairs; fake has p < 0.05.","data":{{{Data}}},"link":LINK}
        """);

    private static readonly string Webhook = OneLine($$$"""
        {"type":"check.finished","timestamp":"2026-11-02T08:59:00.1234567Z","data":{"notification_id":"{{{EntryId}}}",
        "task_id":"0199aabbccdd7eeeb0123456789abcde","run_id":"{{{RunId}}}","meta_tag":"v1","shoe_model":"air-jordan-1",
        "answer":"true","finish_time":"2026-11-02T08:59:00.123456Z","verdict_zh":"\u6B63\u54C1","verdict_en":"authentic",
        "reason_zh":"\u4E0E\u771F\u54C1\u6837\u672C\u4E00\u81F4\uFF0C\u5047\u8D27\u7684\u53EF\u80FD\u6027 p=0.05",
        "reason_en":"Like \u201Cgenuine\u201D pairs; fake has p \u003C 0.05."}}
        """);

    private static readonly string Apple = OneLine($$$"""
        {"aps":{"alert":{"title":"Check finished: authentic","body":"air-jordan-1: Like “genuine” pairs; fake has p < 0.05."},
        "sound":"default"},"type":"check.finished","data":{{{Data}}}}
        """);

    private static readonly string StoredBeforeThereWereKinds = OneLine($$$"""
        {"id":"{{{EntryId}}}","at":1793610000000,"read":false,"title_zh":"\u9274\u5B9A\u7ED3\u679C:\u6B63\u54C1",
        "title_en":"Check finished: authentic",
        "text_zh":"air-jordan-1:\u4E0E\u771F\u54C1\u6837\u672C\u4E00\u81F4\uFF0C\u5047\u8D27\u7684\u53EF\u80FD\u6027 p=0.05",
        "text_en":"air-jordan-1: Like \u201Cgenuine\u201D pairs; fake has p \u003C 0.05.","data":{"notification_id":"{{{EntryId}}}",
        "task_id":"0199aabbccdd7eeeb0123456789abcde","run_id":"{{{RunId}}}","meta_tag":"v1","shoe_model":"air-jordan-1",
        "answer":"true","finish_time":"2026-11-02T08:59:00.1234567+00:00","verdict_zh":"\u6B63\u54C1","verdict_en":"authentic",
        "reason_zh":"\u4E0E\u771F\u54C1\u6837\u672C\u4E00\u81F4\uFF0C\u5047\u8D27\u7684\u53EF\u80FD\u6027 p=0.05",
        "reason_en":"Like \u201Cgenuine\u201D pairs; fake has p \u003C 0.05."}}
        """);

    // Its queue and the owner are filled in.
    private static readonly string SentBeforeThereWereNotices = OneLine($$$"""
        {"user_id":OWNER,"task_id":"0199aabbccdd7eeeb0123456789abcde","run_id":"{{{RunId}}}","meta_tag":"v1",
        "shoe_model":"air-jordan-1","answer":"true","finish_time":"2026-11-02T08:59:00.1234567\u002B00:00",
        "reason_zh":"\u4E0E\u771F\u54C1\u6837\u672C\u4E00\u81F4\uFF0C\u5047\u8D27\u7684\u53EF\u80FD\u6027 p=0.05",
        "reason_en":"Like \u201Cgenuine\u201D pairs; fake has p \u003C 0.05."}
        """);

    private static readonly DocumentKind<JsonElement> Raw = new(
        "notification", (JsonTypeInfo<JsonElement>)JsonSerializerOptions.Default.GetTypeInfo(typeof(JsonElement)));

    [Fact]
    public async Task A_finished_check_is_read_and_pushed_unchanged()
    {
        var owner = await host.SignUp();
        await using var hook = await LocalServer.Start(200);
        await NotificationHost.Json(
            await owner.Http.PutAsJsonAsync("users/me/devices/hook", new { platform = "webhook", url = hook.Address, language = "en" }));

        await host.Publish(FinishedNotice.Of(Result(owner.Id)), RunId + owner.Id);

        Assert.Equal(Expected("\"/api/v1/users/me/tasks/0199aabbccdd7eeeb0123456789abcde\""), await Inbox(owner));
        await NotificationHost.Until<bool>(() => Task.FromResult<bool?>(hook.Requests.Count > 0 ? true : null));
        Assert.Equal(Webhook, Encoding.UTF8.GetString(hook.Requests.First().Body));
    }

    [Fact]
    public async Task A_result_that_an_earlier_version_sent_is_read_unchanged()
    {
        var owner = await host.SignUp();
        var payload = SentBeforeThereWereNotices.Replace("OWNER", $"{owner.Id}", StringComparison.Ordinal);

        await host.Publish(new Message("check-results", RunId + owner.Id, 0, null, JsonElement.Parse(payload)));

        Assert.Equal(Expected("\"/api/v1/users/me/tasks/0199aabbccdd7eeeb0123456789abcde\""), await Inbox(owner));
    }

    [Fact]
    public async Task An_entry_that_an_earlier_version_stored_is_read_unchanged_and_can_be_marked()
    {
        var owner = await host.SignUp();
        await Store(host.Service<IDocuments>(), owner.Id);

        Assert.Equal(Expected("null"), await Inbox(owner));
        var marked = await NotificationHost.Json(
            await owner.Http.PutAsJsonAsync($"users/me/notifications/{EntryId}", new { read = true }));
        Assert.Empty(await NotificationHost.Inbox(owner, "?unread=true"));
        Assert.True(JsonElement.DeepEquals(marked, Assert.Single(await NotificationHost.Inbox(owner))));
        Assert.Equal("2026-11-02T08:59:00.123456Z", marked.GetProperty("data").Text("finish_time"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_entry_of_either_version_is_pushed_to_phones_unchanged(bool isOld)
    {
        await using var area = new NotificationArea();
        var account = await area.AddAccount();
        if (isOld)
            await Store(area.Documents, account);
        else
            await area.Notify(FinishedNotice.Of(Result(account)));

        var entry = await area.Inboxes.Find(account, EntryId, default);
        var message = entry!.MessageTo(Pushes.Phone(PushPlatform.Apns, "ab") with { Language = Language.English });

        Assert.Equal(Apple, Encoding.UTF8.GetString(PhonePayload.ForApple(message)));
        Assert.Equal(new DateTimeOffset(2026, 11, 2, 8, 59, 0, TimeSpan.Zero).AddTicks(1234567), message.Timestamp);
    }

    [Fact]
    public async Task The_inbox_holds_any_kind()
    {
        var owner = await host.SignUp();
        var notice = new Notice(
            $"gig-{owner.Id}",
            owner.Id,
            "gig.reviewed",
            Pushes.Now,
            new("任务已通过", "报酬 30"),
            new("Your work was accepted", "You were paid 30"),
            JsonElement.Parse("""{"gig_id":"7","reward":30}"""),
            null);

        await host.Publish(notice.Message());

        var entry = JsonElement.Parse(await Inbox(owner));
        Assert.Equal(("gig.reviewed", "You were paid 30"), (entry.Text("type"), entry.Text("text_en")));
        Assert.Equal($$"""{"notification_id":"{{entry.Text("id")}}","gig_id":"7","reward":30}""", entry.GetProperty("data").GetRawText());
        Assert.Equal(JsonValueKind.Null, entry.GetProperty("link").ValueKind);
    }

    private static CheckResult Result(long owner) => new(
        owner,
        "0199aabbccdd7eeeb0123456789abcde",
        RunId,
        "v1",
        "air-jordan-1",
        "true",
        new DateTimeOffset(2026, 11, 2, 8, 59, 0, TimeSpan.Zero).AddTicks(1234567),
        "与真品样本一致，假货的可能性 p=0.05",
        "Like “genuine” pairs; fake has p < 0.05.");

    private static string Expected(string link) => Entry.Replace("LINK", link, StringComparison.Ordinal);

    private static async Task Store(IDocuments documents, long owner)
    {
        var commit = new Commit(AccountStore.Partition(owner))
            .Create(Raw, NotificationStore.DocumentId(EntryId), JsonElement.Parse(StoredBeforeThereWereKinds));
        Assert.True((await documents.Commit(commit)).IsCommitted);
    }

    /// <summary>The one entry as it is written, the moment it was made blotted out.</summary>
    private static async Task<string> Inbox(Owner owner)
    {
        await NotificationHost.Until<bool>(async () => (await NotificationHost.Inbox(owner)).Length > 0 ? true : null);
        var text = (await owner.Http.GetStringAsync("users/me/notifications"))[1..^1];
        return text.Replace(JsonElement.Parse(text).Text("create_time"), "CREATE_TIME", StringComparison.Ordinal);
    }

    private static string OneLine(string text) => text.ReplaceLineEndings("");
}
