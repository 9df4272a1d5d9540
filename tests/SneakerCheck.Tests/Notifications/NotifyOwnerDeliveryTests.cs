using System.Net.Http.Json;

namespace SneakerCheck.Tests.Notifications;

/// <summary>Delivery from the notice to the devices, through the host's queues.</summary>
public sealed class NotifyOwnerDeliveryTests(NotificationHost host) : IClassFixture<NotificationHost>
{
    [Fact]
    public async Task A_failing_device_delays_no_other()
    {
        var owner = await host.SignUp();
        using var silence = new CancellationTokenSource();
        await using var healthy = await LocalServer.Start(200);
        await using var broken = await LocalServer.Start(500);
        await using var gone = await LocalServer.Start(410);
        await using var silent = await LocalServer.Start((_, _) => Task.Delay(Timeout.Infinite, silence.Token).ContinueWith(_ => { }));
        await Register(owner, "1-silent", silent);
        await Register(owner, "2-broken", broken);
        await Register(owner, "3-gone", gone);
        await Register(owner, "4-healthy", healthy);

        await host.Finish(owner, "run-1");

        await NotificationHost.Until<bool>(
            () => Task.FromResult<bool?>(silent.Requests.Count == 1 && healthy.Requests.Count == 1 ? true : null));
        await NotificationHost.Until<bool>(async () =>
            (await owner.Http.GetStringAsync("users/me/devices")).Contains("3-gone", StringComparison.Ordinal) ? null : true);
        Assert.Single(gone.Requests);
        await silence.CancelAsync();
    }

    [Fact]
    public async Task A_result_sent_twenty_times_is_delivered_once()
    {
        var owner = await host.SignUp();
        await using var server = await LocalServer.Start(200);
        await Register(owner, "hook", server);
        var result = NotificationArea.Result(owner.Id);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => host.Publish(result, $"{owner.Id}-{number}")));
        await host.Finish(owner, "run-2");

        await NotificationHost.Until<bool>(() => Task.FromResult<bool?>(server.Requests.Count >= 2 ? true : null));
        Assert.Equal(2, (await NotificationHost.Inbox(owner)).Length);
        Assert.Equal(2, server.Requests.Select(request => request.Header("webhook-id")).Distinct().Count());
        Assert.Equal(2, server.Requests.Count);
    }

    private static async Task Register(Owner owner, string name, LocalServer server) => await NotificationHost.Json(
        await owner.Http.PutAsJsonAsync($"users/me/devices/{name}", new { platform = "webhook", url = server.Address }));
}
