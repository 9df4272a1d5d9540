using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SneakerCheck.Notifications.Push;
using SneakerCheck.Tests.Platform.Documents;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace SneakerCheck.Tests.Notifications;

public sealed class WebhookSenderTests
{
    private readonly ManualTime time = new();

    [Fact]
    public async Task A_receiver_can_verify_what_it_gets()
    {
        await using var server = await LocalServer.Start(204);
        var device = Pushes.Webhook(server.Address);

        var result = await Send(server.Address, device.Secret);

        Assert.IsType<PushResult.Delivered>(result);
        var request = Assert.Single(server.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal(Pushes.Message.Id, request.Header("webhook-id"));
        Assert.Equal(time.GetUtcNow().ToUnixTimeSeconds(), long.Parse(request.Header("webhook-timestamp")));
        Assert.Equal(SignatureOf(request, device.Secret!), request.Header("webhook-signature"));
        var body = JsonDocument.Parse(request.Body).RootElement;
        Assert.Equal(["type", "timestamp", "data"], body.EnumerateObject().Select(member => member.Name));
        Assert.Equal("check.finished", body.GetProperty("type").GetString());
        Assert.Equal("2026-11-02T08:57:00Z", body.GetProperty("timestamp").GetString());
        Assert.Equal(77, body.GetProperty("data").GetProperty("task_id").GetInt32());
    }

    [Fact]
    public async Task The_library_of_Standard_Webhooks_takes_what_is_sent_and_nothing_else()
    {
        await using var server = await LocalServer.Start(200);
        var secret = WebhookSecret.Create();
        await Send(server.Address, secret, clock: TimeProvider.System);

        var request = Assert.Single(server.Requests);
        var body = Encoding.UTF8.GetString(request.Body);
        new StandardWebhook(secret).Verify(body, request.Headers);
        Assert.Throws<WebhookVerificationException>(() => new StandardWebhook(secret).Verify(body + " ", request.Headers));
        Assert.Throws<WebhookVerificationException>(() => new StandardWebhook(WebhookSecret.Create()).Verify(body, request.Headers));
    }

    [Fact]
    public void A_signature_is_the_one_of_the_specification()
    {
        // The worked example that the reference libraries of Standard Webhooks test themselves with.
        var signature = WebhookSecret.Sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"u8);

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public async Task A_second_try_keeps_the_id_and_signs_a_new_time()
    {
        await using var server = await LocalServer.Start(500);
        var secret = WebhookSecret.Create();

        await Send(server.Address, secret);
        time.Advance(TimeSpan.FromMinutes(10));
        await Send(server.Address, secret);

        var (first, second) = (server.Requests.First(), server.Requests.Last());
        Assert.Equal(first.Header("webhook-id"), second.Header("webhook-id"));
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(600, long.Parse(second.Header("webhook-timestamp")) - long.Parse(first.Header("webhook-timestamp")));
        Assert.Equal(SignatureOf(second, secret), second.Header("webhook-signature"));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_failure_is_tried_again(int status)
    {
        await using var server = await LocalServer.Start(status);

        var retry = Assert.IsType<PushResult.Retry>(await Send(server.Address));

        Assert.Null(retry.After);
        Assert.Contains(status.ToString(), retry.Reason);
    }

    [Fact]
    public async Task An_endpoint_that_answers_gone_means_that_the_device_is_gone()
    {
        await using var server = await LocalServer.Start(410);

        Assert.IsType<PushResult.DeviceGone>(await Send(server.Address));
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Mon, 02 Nov 2026 09:05:00 GMT", 300)]
    [InlineData("99999999", 24 * 60 * 60)]
    [InlineData("soon", null)]
    public async Task The_wait_that_a_receiver_asks_for_is_honoured_within_bounds(string header, int? seconds)
    {
        await using var server = await LocalServer.Start((_, context) =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = header;
            return Task.CompletedTask;
        });

        var retry = Assert.IsType<PushResult.Retry>(await Send(server.Address));

        Assert.Equal(seconds, (int?)retry.After?.TotalSeconds);
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_is_not_followed()
    {
        await using var elsewhere = await LocalServer.Start(200);
        await using var server = await LocalServer.Start((_, context) =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = elsewhere.Address.AbsoluteUri;
            return Task.CompletedTask;
        });

        Assert.IsType<PushResult.Retry>(await Send(server.Address));

        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_costs_no_more_than_the_time_limit()
    {
        await using var server = await LocalServer.Start(
            (_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }));
        var clock = Stopwatch.StartNew();

        var result = await Send(server.Address, limit: TimeSpan.FromMilliseconds(300));

        Assert.IsType<PushResult.Retry>(result);
        Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_reply_without_end_is_cut_off()
    {
        var hungUp = new TaskCompletionSource();
        await using var server = await LocalServer.Start(async (_, context) =>
        {
            context.RequestAborted.Register(hungUp.SetResult);
            var block = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
        });

        Assert.IsType<PushResult.Delivered>(await Send(server.Address));

        await hungUp.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_receiver_that_is_not_there_is_tried_again()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var free = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        listener.Stop();

        Assert.IsType<PushResult.Retry>(await Send(free));
    }

    [Fact]
    public async Task Cancellation_by_the_caller_is_thrown()
    {
        await using var server = await LocalServer.Start(200);
        using var sender = new WebhookSender(Options.Create(new PushOptions { AllowPrivateAddresses = true }), time);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => sender.Send(Pushes.Webhook(server.Address), Pushes.Message, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_device_from_before_private_addresses_were_forbidden_is_not_reached()
    {
        await using var server = await LocalServer.Start(200);
        using var sender = new WebhookSender(Options.Create(new PushOptions()), time);

        Assert.IsType<PushResult.Refused>(await sender.Send(Pushes.Webhook(server.Address), Pushes.Message, default));

        Assert.Empty(server.Requests);
    }

    private async Task<PushResult> Send(Uri url, string? secret = null, TimeSpan? limit = null, TimeProvider? clock = null)
    {
        var options = new PushOptions { AllowPrivateAddresses = true, Timeout = limit ?? TimeSpan.FromSeconds(15) };
        using var sender = new WebhookSender(Options.Create(options), clock ?? time);
        var device = Pushes.Webhook(url);
        return await sender.Send(device with { Secret = secret ?? device.Secret }, Pushes.Message, default);
    }

    /// <summary>The signature that the library of Standard Webhooks makes for what was received.</summary>
    private static string SignatureOf(Received request, string secret) => new StandardWebhook(secret).Sign(
        request.Header("webhook-id"),
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(request.Header("webhook-timestamp"))),
        Encoding.UTF8.GetString(request.Body));
}
