using SneakerCheck.Notifications.Push;
using SneakerCheck.Tests.Notifications;

namespace SneakerCheck.Tests.Security;

/// <summary>
/// OWASP API7: complements DeviceTests, PushClientTests and WebhookSenderTests. Any spelling of a local address is refused
/// at registration or when connecting; no request is sent.
/// </summary>
public sealed class WebhookAddressTests
{
    [Theory]
    [InlineData("localhost.")]
    [InlineData("LOCALHOST")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("017700000001")]
    [InlineData("0")]
    [InlineData("0.0.0.0")]
    [InlineData("①②⑦.⓪.⓪.①")]
    [InlineData("127。0。0。1")]
    [InlineData("%31%32%37.0.0.1")]
    [InlineData("[::]")]
    [InlineData("[::1]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[0:0:0:0:0:ffff:127.0.0.1]")]
    [InlineData("[::ffff:0:127.0.0.1]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("[fe80::1%25lo]")]
    public async Task This_machine_is_not_reached_under_any_spelling(string host)
    {
        await using var server = await LocalServer.Start(200);
        using var guarded = new PushClient(publicOnly: true, TimeSpan.FromSeconds(5), TimeProvider.System);
        var text = $"http://{host}:{server.Address.Port}/";

        var isRefusedAtRegistration = WebhookUrl.Validate(text.Replace("http:", "https:"), allowPrivateAddresses: false) is not null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url);
            var reply = await guarded.Send(request, readBody: false, CancellationToken.None);
            Assert.NotNull(reply.Failure);
        }
        else
        {
            Assert.True(isRefusedAtRegistration);
        }
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("[fd00:ec2::254]")]
    [InlineData("[::ffff:a9fe:a9fe]")]
    [InlineData("168.63.129.16")]
    [InlineData("100.100.100.200")]
    [InlineData("2852039166")]
    [InlineData("0xa9.0xfe.0xa9.0xfe")]
    public async Task Internal_addresses_of_clouds_are_refused_at_registration_and_connection(string host)
    {
        using var guarded = new PushClient(publicOnly: true, TimeSpan.FromSeconds(5), TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{host}/latest/meta-data/");

        Assert.NotNull(WebhookUrl.Validate($"https://{host}/latest/meta-data/", allowPrivateAddresses: false));
        Assert.IsType<PushResult.Refused>((await guarded.Send(request, readBody: false, CancellationToken.None)).Failure);
    }
}
