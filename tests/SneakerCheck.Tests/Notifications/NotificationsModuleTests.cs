using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SneakerCheck.Notifications;
using SneakerCheck.Notifications.Push;
using SneakerCheck.Platform;

namespace SneakerCheck.Tests.Notifications;

public sealed class NotificationsModuleTests
{
    [Theory]
    [InlineData(
        "NotificationHub:Hub", "h",
        "NotificationHub needs all of its settings, or none; missing: "
        + "NotificationHub__Endpoint, NotificationHub__KeyName, NotificationHub__Key.")]
    [InlineData(
        "WeChat:AppId", "wx",
        "WeChat needs AppId, AppSecret, TemplateId and Fields, or none of them; missing: "
        + "WeChat__AppSecret, WeChat__TemplateId, WeChat__Fields.")]
    [InlineData("Push:Timeout", "01:00:00", "Push__Timeout must be between 0.1 seconds and 1 minute.")]
    public void Settings_that_contradict_each_other_end_the_start_with_a_line_that_names_them(string name, string value, string line)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build();
        var services = new ServiceCollection().AddNotifications(configuration);

        var error = Assert.Throws<SettingsException>(() => services.RequireValidSettings(configuration));

        Assert.Equal(line, error.Message);
    }

    [Fact]
    public void Settings_reach_what_they_are_for()
    {
        using var services = Services(new()
        {
            ["WeChat:AppId"] = "wx",
            ["WeChat:AppSecret"] = "s",
            ["WeChat:TemplateId"] = "t",
            ["WeChat:Fields:thing1"] = "shoe_model",
            ["Push:Timeout"] = "00:00:20",
        });

        Assert.Equal("shoe_model", services.GetRequiredService<IOptions<WeChatOptions>>().Value.Fields["thing1"]);
        Assert.Equal(TimeSpan.FromSeconds(20), services.GetRequiredService<IOptions<PushOptions>>().Value.Timeout);
        Assert.False(services.GetRequiredService<IOptions<PushOptions>>().Value.AllowPrivateAddresses);
    }

    [Fact]
    public void Each_platform_has_one_sender()
    {
        using var services = Services([]);

        var platforms = services.GetServices<IPushSender>().SelectMany(sender => sender.Platforms);

        Assert.Equal(Enum.GetValues<PushPlatform>(), platforms.Order());
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection().AddSingleton(TimeProvider.System).AddNotifications(configuration).BuildServiceProvider();
    }
}
