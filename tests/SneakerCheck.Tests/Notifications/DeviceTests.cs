using SneakerCheck.Notifications;
using SneakerCheck.Notifications.Push;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Tests.Notifications;

public sealed class DeviceTests
{
    private const string Url = "https://example.com/hook";
    private static readonly DateTimeOffset Later = Pushes.Now.AddHours(1);

    [Theory]
    [InlineData("https://example.com/hook")]
    [InlineData("https://example.com:8443/hook?key=1")]
    [InlineData("https://93.184.215.14/hook")]
    [InlineData("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/hook")]
    public void A_webhook_at_a_public_https_address_is_taken(string url) =>
        Assert.Equal(url, Register(new(PushPlatform.Webhook, null, url, null, null)).Url);

    [Theory]
    [InlineData("")]
    [InlineData("hook")]
    [InlineData("ftp://example.com/hook")]
    [InlineData("http://example.com/hook")]
    [InlineData("https://user:password@example.com/hook")]
    [InlineData("https://localhost/hook")]
    [InlineData("https://127.0.0.1/hook")]
    [InlineData("https://2130706433/hook")]
    [InlineData("https://0x7f.1/hook")]
    [InlineData("https://10.1.2.3/hook")]
    [InlineData("https://100.100.100.200/hook")]
    [InlineData("https://169.254.169.254/metadata/instance")]
    [InlineData("https://168.63.129.16/machine")]
    [InlineData("https://172.31.0.1/hook")]
    [InlineData("https://192.168.0.1/hook")]
    [InlineData("https://[::1]/hook")]
    [InlineData("https://[::ffff:10.0.0.1]/hook")]
    [InlineData("https://[fe80::1]/hook")]
    [InlineData("https://[fd00:ec2::254]/hook")]
    [InlineData("https://[64:ff9b::a9fe:a9fe]/hook")]
    [InlineData("https://[2002:a00:1::]/hook")]
    public void A_webhook_elsewhere_is_refused(string url) =>
        Assert.Equal("url", InvalidField(new(PushPlatform.Webhook, null, url, null, null)));

    [Theory]
    [InlineData("http://localhost:5000/hook", true)]
    [InlineData("https://192.168.0.1/hook", true)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/hook", false)]
    public void Where_private_addresses_are_allowed_plain_http_is_too(string url, bool taken) =>
        Assert.Equal(taken, WebhookUrl.Validate(url, allowPrivateAddresses: true) is null);

    [Theory]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true)] // 24 bytes
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa==", false)] // 22 bytes
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false)]
    [InlineData("whsec_not base64 at all, whatever it is", false)]
    [InlineData("whsec_", false)]
    public void A_secret_has_the_form_of_Standard_Webhooks(string secret, bool taken) =>
        Assert.Equal(taken ? null : "secret", InvalidField(new(PushPlatform.Webhook, null, Url, secret, null)));

    [Fact]
    public void A_secret_has_at_most_64_bytes()
    {
        Assert.True(WebhookSecret.IsWellFormed("whsec_" + Convert.ToBase64String(new byte[64])));
        Assert.False(WebhookSecret.IsWellFormed("whsec_" + Convert.ToBase64String(new byte[65])));
    }

    [Theory]
    [InlineData(PushPlatform.Apns, "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0", true)]
    [InlineData(PushPlatform.Apns, "not-hexadecimal", false)]
    [InlineData(PushPlatform.Fcm, "bk3RNwTe3H0:CI2k_HHwgIpoDKCIZvvDMExUdFQ3P1", true)]
    [InlineData(PushPlatform.Fcm, "two words", false)]
    [InlineData(PushPlatform.WeChat, "oGZUI0egBJY1zhBYw2KhdUfwVJJE", true)]
    [InlineData(PushPlatform.WeChat, "line\r\nbreak", false)]
    [InlineData(PushPlatform.WeChat, null, false)]
    public void The_other_platforms_need_a_token_of_theirs(PushPlatform platform, string? token, bool taken) =>
        Assert.Equal(taken ? null : "token", InvalidField(new(platform, token, null, null, null)));

    [Fact]
    public void A_token_has_a_bound()
    {
        Assert.Null(InvalidField(new(PushPlatform.Fcm, new string('a', Device.MaximumToken), null, null, null)));
        Assert.Equal("token", InvalidField(new(PushPlatform.Fcm, new string('a', Device.MaximumToken + 1), null, null, null)));
    }

    [Fact]
    public void What_is_missing_or_belongs_to_another_platform_is_named()
    {
        Assert.Equal("platform", InvalidField(new(null, "t", null, null, null)));
        Assert.Equal("url", InvalidField(new(PushPlatform.Webhook, null, null, null, null)));
        Assert.Equal("token", InvalidField(new(PushPlatform.Webhook, "t", Url, null, null)));
        Assert.Equal("url", InvalidField(new(PushPlatform.Fcm, "t", Url, null, null)));
        Assert.Equal("secret", InvalidField(new(PushPlatform.Fcm, "t", null, WebhookSecret.Create(), null)));
    }

    [Fact]
    public void Registering_the_same_again_changes_nothing()
    {
        var request = new RegisterDeviceRequest(PushPlatform.Webhook, null, Url, null, null);
        var first = Register(request);

        Assert.Same(first, Register(request, first));
    }

    [Fact]
    public void Another_endpoint_gets_another_secret()
    {
        var first = Register(new(PushPlatform.Webhook, null, Url, null, null));

        var second = Register(new(PushPlatform.Webhook, null, "https://example.org/hook", null, null), first);

        Assert.True(WebhookSecret.IsWellFormed(first.Secret!));
        Assert.True(WebhookSecret.IsWellFormed(second.Secret!));
        Assert.NotEqual(first.Secret, second.Secret);
        Assert.Equal((Pushes.Now, Later), (second.CreateTime, second.UpdateTime));
    }

    [Fact]
    public void A_phone_that_becomes_a_webhook_gets_a_secret()
    {
        var phone = Register(new(PushPlatform.Fcm, "t", null, null, null));

        var webhook = Register(new(PushPlatform.Webhook, null, Url, null, null), phone);

        Assert.True(WebhookSecret.IsWellFormed(webhook.Secret!));
        Assert.Null(webhook.Token);
    }

    [Fact]
    public void A_device_in_a_log_shows_neither_token_nor_secret()
    {
        Assert.Equal("Fcm phone", Pushes.Phone(PushPlatform.Fcm, "token").ToString());
    }

    [Theory]
    [InlineData("8f14e45f-ceea-467f-a9d1-2c0f5b1d7c11", true)]
    [InlineData("my_phone", true)]
    [InlineData("", false)]
    [InlineData("a.b", false)]
    [InlineData("a/b", false)]
    [InlineData("号", false)]
    [InlineData("phone\n", false)]
    public void A_name_of_a_device_is_letters_digits_underscores_and_hyphens(string id, bool taken) =>
        Assert.Equal(taken, Device.IsId(id));

    private static Device Register(RegisterDeviceRequest request, Device? before = null) =>
        Device.Register(before, "device", request, new PushOptions(), before is null ? Pushes.Now : Later);

    private static string? InvalidField(RegisterDeviceRequest request)
    {
        try
        {
            Register(request);
            return null;
        }
        catch (Refusal refusal)
        {
            return refusal.Fields.Single().Field;
        }
    }
}
