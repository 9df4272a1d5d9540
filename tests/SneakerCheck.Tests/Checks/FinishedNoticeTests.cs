using System.Net;
using SneakerCheck.Checks;
using SneakerCheck.Tests.Hosting;
using SneakerCheck.Tests.Imaging;

namespace SneakerCheck.Tests.Checks;

/// <summary>The notice of a finished check names the shoe, says why and what to do next.</summary>
public sealed class FinishedNoticeTests
{
    private static readonly LocalText Shoe = new("耐克 Dunk 低帮", "Nike Dunk Low");
    private static readonly Check Submitted = Check.Create(
        7,
        new Template("quick-1", 1, new("快速鉴别", "Quick check"), 0.05, []),
        new ShoeModel("nike_dunk_low", "Nike", Shoe, null),
        "",
        DateTimeOffset.UnixEpoch).Submit(new Dictionary<string, CheckPhoto>(), DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData("run_failed", "Open a new check later and try again.")]
    [InlineData("scorer_unavailable", "Open a new check later and try again.")]
    [InlineData("no_exemplars", "New photos would not change this; check the pair again when more pairs are known.")]
    [InlineData("too_few_genuine", "New photos would not change this; check the pair again when more pairs are known.")]
    [InlineData("unknown_shoe_model", "Open a new check, and choose its shoe model and its kind from the lists.")]
    [InlineData("both_possible", "Photos taken in daylight, as the hints say, may decide it: open a new check.")]
    public void An_undecided_check_says_what_its_owner_can_do_about_that_reason(string code, string next)
    {
        var report = RunReport.Undecided(Submitted, 0.05, [new Reason(code, new("原因。", "The reason."))]);

        var notice = FinishedNotice.Of(Submitted.Finish(report, DateTimeOffset.UnixEpoch), Shoe);

        Assert.Equal(("Check finished: not sure", $"Nike Dunk Low: The reason. {next}"), (notice.En.Title, notice.En.Text));
        Assert.Equal(("鉴定结果：无法确定", true), (notice.Zh.Title, notice.Zh.Text.StartsWith("耐克 Dunk 低帮：原因。", StringComparison.Ordinal)));
        Assert.Equal(
            ("nike_dunk_low", "Nike Dunk Low", next),
            (notice.Data.Text("shoe_model"), notice.Data.Text("shoe_title_en"), notice.Data.Text("next_step_en")));
        Assert.DoesNotContain("nike_dunk_low", notice.En.Text + notice.Zh.Text);
    }

    [Fact]
    public async Task A_photo_that_cannot_be_used_is_named_and_asked_for_again()
    {
        var owner = await (await TestHost.Shared).Owner();
        var dark = TestJpeg.Encode(200, 180, (x, _) => ((byte)(x & 1), 0, 0));

        await owner.Run(await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", dark)));

        await Eventually.Holds(async () => (await owner.Notifications()).Length == 1, "the owner is told");
        var notice = (await owner.Notifications())[0];
        Assert.StartsWith("adidas Superstar: The photo “Photo” cannot be used. The photo is too dark.", notice.Text("text_en"));
        Assert.EndsWith("Open a new check and take “Photo” again.", notice.Text("text_en"));
        Assert.StartsWith("阿迪达斯 Superstar 贝壳头：照片“照片”不能用：照片太暗。", notice.Text("text_zh"));
        Assert.EndsWith("请新建一次鉴定，重新拍摄“照片”。", notice.Text("text_zh"));
        Assert.Equal(HttpStatusCode.OK, (await owner.Http.GetAsync(notice.Text("link"))).StatusCode);
    }
}
