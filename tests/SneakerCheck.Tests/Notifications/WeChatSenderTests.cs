using Microsoft.Extensions.Options;
using SneakerCheck.Notifications.Push;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Notifications;

public sealed class WeChatSenderTests
{
    private readonly ManualTime time = new();

    [Fact]
    public async Task A_message_fills_the_template_within_WeChats_limits()
    {
        await using var server = await WeChatServer.Start();

        Assert.IsType<PushResult.Delivered>(await Send(server));

        var message = Assert.Single(server.Messages);
        Assert.Equal("pages/check", message.GetProperty("page").GetString());
        Assert.Equal("zh_CN", message.GetProperty("lang").GetString());
        var data = message.GetProperty("data");
        Assert.Equal("Air Jordan 1 Retro …", data.GetProperty("thing1").GetProperty("value").GetString());
        Assert.Equal("正品", data.GetProperty("phrase2").GetProperty("value").GetString());
        Assert.Equal("2026年11月2日 16:57", data.GetProperty("time3").GetProperty("value").GetString());
        Assert.Equal("77", data.GetProperty("character_string5").GetProperty("value").GetString());
    }

    [Fact]
    public async Task A_token_is_fetched_once_for_many_messages_at_once()
    {
        await using var server = await WeChatServer.Start();
        using var sender = Sender(server);

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Send(sender)));

        Assert.All(results, result => Assert.IsType<PushResult.Delivered>(result));
        Assert.False(Assert.Single(server.TokenCalls).GetProperty("force_refresh").GetBoolean());
    }

    [Fact]
    public async Task A_token_is_fetched_again_before_it_expires()
    {
        await using var server = await WeChatServer.Start();
        using var sender = Sender(server);

        await Send(sender);
        time.Advance(TimeSpan.FromSeconds(7200 - 301));
        await Send(sender);
        Assert.Single(server.TokenCalls);
        time.Advance(TimeSpan.FromSeconds(2));
        await Send(sender);
        Assert.Equal(2, server.TokenCalls.Count());
    }

    [Fact]
    public async Task A_token_that_died_early_is_replaced_once_and_the_message_sent()
    {
        await using var server = await WeChatServer.Start();
        using var sender = Sender(server);
        await Send(sender);
        server.KillTokens();

        var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Send(sender)));

        Assert.All(results, result => Assert.IsType<PushResult.Delivered>(result));
        Assert.Equal(2, server.TokenCalls.Count());
    }

    [Fact]
    public async Task A_new_token_is_forced_only_when_WeChat_insists_on_the_dead_one()
    {
        await using var server = await WeChatServer.Start();
        using var sender = Sender(server);
        await Send(sender);
        server.KillTokens();
        server.HandsOutDeadTokens = true;

        Assert.IsType<PushResult.Delivered>(await Send(sender));

        Assert.Equal([false, false, true], server.TokenCalls.Select(call => call.GetProperty("force_refresh").GetBoolean()));
    }

    [Fact]
    public async Task A_user_who_has_not_agreed_is_not_asked_again()
    {
        await using var server = await WeChatServer.Start();
        using var sender = Sender(server);

        Assert.IsType<PushResult.Refused>(await Send(sender, WeChatServer.Unwilling));
    }

    [Fact]
    public async Task An_openid_that_WeChat_does_not_know_means_that_the_device_is_gone()
    {
        await using var server = await WeChatServer.Start();
        using var sender = Sender(server);

        Assert.IsType<PushResult.DeviceGone>(await Send(sender, "oNobody"));
    }

    [Theory]
    [InlineData(-1, typeof(PushResult.Retry))]
    [InlineData(40001, typeof(PushResult.Retry))]
    [InlineData(42001, typeof(PushResult.Retry))]
    [InlineData(45009, typeof(PushResult.Retry))]
    [InlineData(41030, typeof(PushResult.Refused))]
    [InlineData(47003, typeof(PushResult.Refused))]
    public async Task An_error_code_means(int code, Type meaning)
    {
        await using var server = await WeChatServer.Start();
        server.Answer = code;

        Assert.IsType(meaning, await Send(server));

        Assert.InRange(server.Messages.Count(), 1, 2);
    }

    [Fact]
    public async Task A_server_that_answers_something_else_is_tried_again()
    {
        await using var server = await LocalServer.Start(502);
        var options = new WeChatOptions
        {
            Endpoint = server.Address.AbsoluteUri,
            AppId = "a",
            AppSecret = "b",
            TemplateId = "c",
            Fields = { ["thing1"] = "title" },
        };
        using var sender = Sender(options);

        Assert.IsType<PushResult.Retry>(await Send(sender));
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_with_WeChats_words()
    {
        await using var server = await WeChatServer.Start();
        var options = server.Options;
        options.AppSecret = "another";
        using var sender = Sender(options);

        Assert.Contains("40125", Assert.IsType<PushResult.Refused>(await Send(sender)).Reason);
    }

    [Fact]
    public async Task Without_settings_every_message_is_refused()
    {
        using var sender = Sender(new WeChatOptions());

        Assert.Contains("not configured", Assert.IsType<PushResult.Refused>(await Send(sender)).Reason);
    }

    [Fact]
    public void Settings_that_contradict_each_other_are_named()
    {
        Assert.Empty(new WeChatOptions().Validate());
        Assert.Single(new WeChatOptions { AppId = "a" }.Validate());
        Assert.Single(new WeChatOptions { MiniProgramState = "release" }.Validate());
        Assert.Single(new WeChatOptions { AppId = "a", AppSecret = "b", TemplateId = "c", Fields = { ["sound1"] = "title" } }.Validate());
    }

    [Theory]
    [InlineData("thing1", "", "-")]
    [InlineData("thing1", "first\nsecond", "first second")]
    [InlineData("thing1", "一二三四五六七八九十一二三四五六七八👟尾巴", "一二三四五六七八九十一二三四五六七八…")]
    [InlineData("phrase2", "authentic", "无")]
    [InlineData("phrase2", "无法确定真假", "无法确定真")]
    [InlineData("time3", "yesterday", "-")]
    [InlineData("time3", "2026-12-31T16:00:00Z", "2027年1月1日 00:00")]
    public void A_value_is_made_to_fit_its_keyword(string keyword, string text, string value) =>
        Assert.Equal(value, WeChatKeyword.Fit(keyword, text));

    private WeChatSender Sender(WeChatServer server) => Sender(server.Options);

    private WeChatSender Sender(WeChatOptions options) => new(Options.Create(options), Options.Create(new PushOptions()), time);

    private async Task<PushResult> Send(WeChatServer server)
    {
        using var sender = Sender(server);
        return await Send(sender);
    }

    private static Task<PushResult> Send(WeChatSender sender, string openId = WeChatServer.OpenId) =>
        sender.Send(Pushes.Phone(PushPlatform.WeChat, openId), Pushes.Message, default);
}
