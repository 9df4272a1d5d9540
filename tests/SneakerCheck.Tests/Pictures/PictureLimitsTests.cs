using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Pictures;

namespace SneakerCheck.Tests.Pictures;

/// <summary>From one network only so much is taken in an hour, whoever posts it.</summary>
public sealed class PictureLimitsTests
{
    [Fact]
    public async Task Pictures_from_one_network_are_limited_by_the_hour_also_those_of_several_accounts()
    {
        var time = new TestHostTime();
        await using var host = await Start(time, options => options.PerHour = 4);
        var (first, second) = (await PictureClient.Create(host), await PictureClient.Create(host));

        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Post(i % 2 == 0 ? first : second, PictureClient.NewImage())));

        Assert.Equal(4, replies.Count(reply => (int)reply.StatusCode == 201));
        foreach (var reply in replies.Where(reply => (int)reply.StatusCode != 201))
        {
            await reply.Envelope(429, 16);
            Assert.InRange(reply.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
        }
        using var elsewhere = From(host, IPAddress.Parse("127.0.7.1"), first.Token);
        await (await Post(new PictureClient(elsewhere, "", first.Token), PictureClient.NewImage())).Envelope(201, 0);
        time.Advance(TimeSpan.FromMinutes(61));
        var later = await PictureClient.LogIn(host.Client(), first.UserName);
        await later.Post(PictureClient.NewImage());
    }

    [Fact]
    public async Task Bytes_from_one_network_are_limited_by_the_hour()
    {
        await using var host = await Start(TimeProvider.System, options => options.MegabytesPerHour = 1);
        var (first, second) = (await PictureClient.Create(host), await PictureClient.Create(host));

        await first.Post(PictureClient.NewImage(600_000));

        await (await Post(second, PictureClient.NewImage(600_000))).Envelope(429, 16);
        Assert.Empty(await second.Own());
        await second.Post(PictureClient.NewImage(300_000));
    }

    private static Task<TestHost> Start(TimeProvider time, Action<PicturesOptions> change) =>
        TestHost.Start(time, builder => builder.Services.Configure(change));

    private static Task<HttpResponseMessage> Post(PictureClient user, byte[] image) =>
        user.Http.PostAsJsonAsync("/api/picture", new { data = Convert.ToBase64String(image) });

    // A client with this address of its own.
    private static HttpClient From(TestHost host, IPAddress address, string token)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(address, 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        var client = new HttpClient(handler) { BaseAddress = new Uri(host.Address) };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", token);
        return client;
    }
}
