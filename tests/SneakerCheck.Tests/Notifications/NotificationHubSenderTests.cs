using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using SneakerCheck.Notifications.Push;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Notifications;

/// <summary>Against a server that refuses what Azure Notification Hubs refuses.</summary>
public sealed class NotificationHubSenderTests
{
    private const string Hub = "Sneakers";
    private const string KeyName = "send-policy";
    private const string Key = "p1ZkXn8yQb0m+4d9V3s/6w==";
    private const string AppleToken = "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0";
    private const string FirebaseToken = "bk3RNwTe3H0:CI2k_HHwgIpoDKCIZvvDMExUdFQ3P1";

    private readonly ManualTime time = new();

    [Fact]
    public async Task Apple_gets_an_alert_with_the_headers_that_it_requires()
    {
        await using var server = await StartHub();

        var result = await Send(server, PushPlatform.Apns, AppleToken, Pushes.Message);

        Assert.IsType<PushResult.Delivered>(result);
        var request = Assert.Single(server.Requests);
        Assert.Equal("apple", request.Header("ServiceBusNotification-Format"));
        Assert.Equal(AppleToken, request.Header("ServiceBusNotification-DeviceHandle"));
        Assert.Equal("alert", request.Header("apns-push-type"));
        Assert.Equal(Pushes.Message.Id, request.Header("apns-collapse-id"));
        Assert.Equal(Pushes.Message.Timestamp.AddDays(1).ToUnixTimeSeconds(), long.Parse(request.Header("apns-expiration")));
        var payload = JsonDocument.Parse(request.Body).RootElement;
        var alert = payload.GetProperty("aps").GetProperty("alert");
        Assert.Equal("Check finished", alert.GetProperty("title").GetString());
        Assert.Equal("Air Jordan 1: authentic", alert.GetProperty("body").GetString());
        Assert.Equal(77, payload.GetProperty("data").GetProperty("task_id").GetInt32());
    }

    [Fact]
    public async Task Firebase_gets_a_notification_and_data_of_texts_only()
    {
        await using var server = await StartHub();

        var result = await Send(server, PushPlatform.Fcm, FirebaseToken, Pushes.Message);

        Assert.IsType<PushResult.Delivered>(result);
        var request = Assert.Single(server.Requests);
        Assert.Equal("fcmv1", request.Header("ServiceBusNotification-Format"));
        Assert.Equal("", request.Header("apns-push-type"));
        var message = JsonDocument.Parse(request.Body).RootElement.GetProperty("message");
        Assert.Equal("Check finished", message.GetProperty("notification").GetProperty("title").GetString());
        Assert.Equal("77", message.GetProperty("data").GetProperty("task_id").GetString());
        Assert.Equal("正品", message.GetProperty("data").GetProperty("verdict_zh").GetString());
        Assert.Equal(Pushes.Message.Id, message.GetProperty("android").GetProperty("notification").GetProperty("tag").GetString());
    }

    [Theory]
    [InlineData(PushPlatform.Apns, AppleToken, 5000, 'x')]
    [InlineData(PushPlatform.Apns, AppleToken, 5000, '鞋')]
    [InlineData(PushPlatform.Fcm, FirebaseToken, 5000, '鞋')]
    [InlineData(PushPlatform.Fcm, FirebaseToken, 5000, '\u0001')]
    [InlineData(PushPlatform.Fcm, FirebaseToken, 20, '鞋')]
    public async Task A_message_too_long_is_cut_until_it_fits(PushPlatform platform, string token, int length, char letter)
    {
        await using var server = await StartHub();
        var data = JsonSerializer.SerializeToElement(new { task_id = 77, reason_zh = new string('由', 2000) });
        var message = Pushes.Message with { Text = new string(letter, length), Data = data };

        Assert.IsType<PushResult.Delivered>(await Send(server, platform, token, message));

        var payload = Encoding.UTF8.GetString(Assert.Single(server.Requests).Body);
        Assert.DoesNotContain("由", payload);
        Assert.Equal(length == 20, payload.Contains("task_id", StringComparison.Ordinal));
        Assert.Contains("Check finished", payload);
    }

    [Fact]
    public async Task One_token_serves_until_shortly_before_it_expires()
    {
        await using var server = await StartHub();
        using var sender = Sender(server);
        var device = Pushes.Phone(PushPlatform.Fcm, FirebaseToken);
        TimeSpan[] waits = [TimeSpan.Zero, TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(50)];

        foreach (var wait in waits)
        {
            time.Advance(wait);
            Assert.IsType<PushResult.Delivered>(await sender.Send(device, Pushes.Message, default));
        }

        Assert.Equal(2, server.Requests.Select(request => request.Header("Authorization")).Distinct().Count());
    }

    [Fact]
    public async Task A_wrong_key_is_tried_again_and_the_device_kept()
    {
        await using var server = await StartHub();
        using var sender = Sender(server, key: "another");

        var result = await sender.Send(Pushes.Phone(PushPlatform.Apns, AppleToken), Pushes.Message, default);

        Assert.Contains("401", Assert.IsType<PushResult.Retry>(result).Reason);
    }

    [Theory]
    [InlineData(201, typeof(PushResult.Delivered))]
    [InlineData(400, typeof(PushResult.Refused))]
    [InlineData(403, typeof(PushResult.Retry))]
    [InlineData(404, typeof(PushResult.Retry))]
    [InlineData(410, typeof(PushResult.DeviceGone))]
    [InlineData(413, typeof(PushResult.Refused))]
    [InlineData(429, typeof(PushResult.Retry))]
    [InlineData(500, typeof(PushResult.Retry))]
    [InlineData(503, typeof(PushResult.Retry))]
    public async Task An_answer_of_the_hub_means(int status, Type meaning)
    {
        await using var server = await LocalServer.Start(status);

        Assert.IsType(meaning, await Send(server, PushPlatform.Apns, AppleToken, Pushes.Message));
    }

    [Fact]
    public async Task Without_settings_every_message_is_refused()
    {
        using var sender = new NotificationHubSender(Options.Create(new NotificationHubOptions()), Options.Create(new PushOptions()), time);

        var result = await sender.Send(Pushes.Phone(PushPlatform.Apns, AppleToken), Pushes.Message, default);

        Assert.Contains("not configured", Assert.IsType<PushResult.Refused>(result).Reason);
    }

    [Fact]
    public void Settings_are_all_there_or_none()
    {
        Assert.Empty(new NotificationHubOptions().Validate());
        Assert.Empty(new NotificationHubOptions { Endpoint = "https://a.example", Hub = "h", KeyName = "n", Key = "k" }.Validate());
        Assert.Single(new NotificationHubOptions { Hub = "h" }.Validate());
        Assert.Single(new NotificationHubOptions { Endpoint = "sb://a.example", Hub = "h", KeyName = "n", Key = "k" }.Validate());
    }

    private Task<LocalServer> StartHub() => LocalServer.Start((request, context) =>
    {
        context.Response.StatusCode = IsAuthorized(request, new Uri($"{context.Request.Scheme}://{context.Request.Host}/{Hub}"))
            ? IsWellFormed(request) ? StatusCodes.Status201Created : StatusCodes.Status400BadRequest
            : StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    });

    private bool IsAuthorized(Received request, Uri hub)
    {
        const string scheme = "SharedAccessSignature ";
        var authorization = request.Header("Authorization");
        if (!authorization.StartsWith(scheme, StringComparison.Ordinal))
            return false;
        var parts = authorization[scheme.Length..].Split('&')
            .Select(part => part.Split('=', 2))
            .ToDictionary(part => part[0], part => part[1]);
        using var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(Key));
        var signature = Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes($"{parts["sr"]}\n{parts["se"]}")));
        return parts["sr"] == HttpUtility.UrlEncode(hub.AbsoluteUri.ToLowerInvariant())
            && HttpUtility.UrlDecode(parts["sig"]) == signature
            && long.Parse(parts["se"]) > time.GetUtcNow().ToUnixTimeSeconds()
            && parts["skn"] == KeyName;
    }

    private static bool IsWellFormed(Received request)
    {
        var query = HttpUtility.ParseQueryString(request.PathAndQuery[request.PathAndQuery.IndexOf('?')..]);
        return request.Method == "POST"
            && request.PathAndQuery.StartsWith($"/{Hub}/messages/?", StringComparison.Ordinal)
            && query.GetValues(null)?.Contains("direct") == true
            && query["api-version"] is "2020-06" or "2015-04"
            && request.Header("Content-Type") == "application/json; charset=utf-8"
            && request.Header("ServiceBusNotification-DeviceHandle").Length > 0
            && request.Header("ServiceBusNotification-Format") is "apple" or "fcmv1"
            && request.Body.Length <= 4096;
    }

    private NotificationHubSender Sender(LocalServer server, string key = Key) => new(
        Options.Create(
            new NotificationHubOptions { Endpoint = server.Address.AbsoluteUri, Hub = Hub, KeyName = KeyName, Key = key }),
        Options.Create(new PushOptions()),
        time);

    private async Task<PushResult> Send(LocalServer server, PushPlatform platform, string token, PushMessage message)
    {
        using var sender = Sender(server);
        return await sender.Send(Pushes.Phone(platform, token), message, default);
    }
}
