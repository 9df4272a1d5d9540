using System.Net;
using SneakerCheck.Notifications.Push;

namespace SneakerCheck.Tests.Notifications;

public sealed class PushClientTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task A_guarded_client_does_not_connect_to_this_machine_whatever_its_name(string host)
    {
        await using var server = await LocalServer.Start(200);
        using var client = new PushClient(publicOnly: true, TimeSpan.FromSeconds(15), TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{host}:{server.Address.Port}/");

        var reply = await client.Send(request, readBody: false, default);

        Assert.IsType<PushResult.Refused>(reply.Failure);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task An_unguarded_client_connects_to_it()
    {
        await using var server = await LocalServer.Start(200);
        using var client = new PushClient(publicOnly: false, TimeSpan.FromSeconds(15), TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://localhost:{server.Address.Port}/");

        Assert.Null((await client.Send(request, readBody: false, default)).Failure);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("2001:4860:4860::8888", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("100.128.0.1", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.16.0.0", false)]
    [InlineData("198.19.255.255", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("fc00::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("2001::1", false)]
    [InlineData("2001:db8::1", false)]
    public void Public_is_what_no_registry_gives_to_another_purpose(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddress.IsPublic(IPAddress.Parse(address)));
}
