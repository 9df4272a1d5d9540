using SneakerCheck.Notifications.Push;

namespace SneakerCheck.Tests.Notifications;

public sealed class PushToDeviceTests
{
    [Fact]
    public async Task A_push_that_is_delivered_is_done()
    {
        await using var area = new NotificationArea();
        await using var server = await LocalServer.Start(200);
        var account = await Notified(area, server);

        await area.PushNext();

        var request = Assert.Single(server.Requests);
        Assert.Equal((await area.Inbox(account)).Single().MessageId("hook"), request.Header("webhook-id"));
        Assert.Equal(0, await area.WaitingPushes());
    }

    [Fact]
    public async Task A_push_that_fails_is_tried_again_under_the_same_id_after_a_wait()
    {
        await using var area = new NotificationArea();
        var status = 500;
        await using var server = await LocalServer.Start((_, context) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await Notified(area, server);
        await area.PushNext();
        status = 200;

        var next = area.PushNext();
        await Until(() => area.Time.Waiting > 0);
        Assert.False(next.IsCompleted);
        area.Time.Advance(TimeSpan.FromSeconds(5));
        await next;

        Assert.Equal(2, server.Requests.Count);
        Assert.Single(server.Requests.Select(request => request.Header("webhook-id")).Distinct());
        Assert.Equal(0, await area.WaitingPushes());
    }

    [Fact]
    public async Task A_receiver_that_asks_for_a_longer_wait_gets_it()
    {
        await using var area = new NotificationArea();
        await using var server = await LocalServer.Start((_, context) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        });
        await Notified(area, server);
        await area.PushNext();

        area.Time.Advance(TimeSpan.FromSeconds(3599));
        var next = area.PushNext();
        await Until(() => area.Time.Waiting > 0);
        Assert.Single(server.Requests);
        area.Time.Advance(TimeSpan.FromSeconds(1));
        await next;

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_device_that_is_gone_is_removed_and_the_others_stay()
    {
        await using var area = new NotificationArea();
        await using var server = await LocalServer.Start(410);
        var account = await Notified(area, server);
        await area.AddWebhook(account, "another", server.Address);

        await area.PushNext();

        Assert.Equal("another", Assert.Single(await area.Devices.List(account, default)).DeviceId);
        Assert.Equal(0, await area.WaitingPushes());
    }

    [Fact]
    public async Task A_device_registered_again_while_its_old_endpoint_said_gone_stays()
    {
        await using var area = new NotificationArea();
        long account = 0;
        await using var server = await LocalServer.Start(async (_, context) =>
        {
            await area.AddWebhook(account, "hook", new Uri("http://127.0.0.1:9/new"));
            context.Response.StatusCode = 410;
        });
        account = await Notified(area, server);

        await area.PushNext();

        Assert.Equal("http://127.0.0.1:9/new", Assert.Single(await area.Devices.List(account, default)).Url);
    }

    [Fact]
    public async Task A_push_that_is_refused_is_done_and_the_device_stays()
    {
        await using var area = new NotificationArea();
        var account = await area.AddAccount();
        await area.Devices.Register(account, "phone", _ => Pushes.Phone(PushPlatform.Fcm, "t"), default);
        await area.Notify(NotificationArea.Result(account));

        await area.PushNext();

        Assert.Single(await area.Devices.List(account, default));
        Assert.Equal(0, await area.WaitingPushes());
    }

    [Fact]
    public async Task A_device_removed_meanwhile_gets_nothing()
    {
        await using var area = new NotificationArea();
        await using var server = await LocalServer.Start(200);
        var account = await Notified(area, server);
        await area.Devices.Remove(account, _ => true, default);

        await area.PushNext();

        Assert.Empty(server.Requests);
        Assert.Equal(0, await area.WaitingPushes());
    }

    private static async Task<long> Notified(NotificationArea area, LocalServer server)
    {
        var account = await area.AddAccount();
        await area.AddWebhook(account, "hook", server.Address);
        await area.Notify(NotificationArea.Result(account));
        return account;
    }

    private static async Task Until(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
            await Task.Delay(5, deadline.Token);
    }
}
