using System.Net;
using System.Net.Http.Json;

namespace SneakerCheck.Tests.Notifications;

public sealed class RemoveDeviceTests(NotificationHost host) : IClassFixture<NotificationHost>
{
    [Fact]
    public async Task A_device_is_removed_once()
    {
        var owner = await host.SignUp();
        await owner.Http.PutAsJsonAsync("users/me/devices/hook", NotificationHost.Webhook);

        Assert.Equal(HttpStatusCode.NoContent, (await owner.Http.DeleteAsync("users/me/devices/hook")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.Http.DeleteAsync("users/me/devices/hook")).StatusCode);
        Assert.Equal("[]", await owner.Http.GetStringAsync("users/me/devices"));
    }
}
