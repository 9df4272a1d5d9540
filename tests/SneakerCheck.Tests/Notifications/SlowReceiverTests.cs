using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Notifications;
using SneakerCheck.Notifications.Push;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Tests.Hosting;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Notifications;

/// <summary>A receiver that does not answer costs only its own account.</summary>
public sealed class SlowReceiverTests
{
    [Fact]
    public async Task Another_account_gets_its_push_while_twenty_receivers_hang()
    {
        // Its time stands still: nothing that waits for a time-out goes on.
        await using var host = await TestHost.Start(new ManualTime());
        await using var hanging = await Silent.Start();
        await using var healthy = await LocalServer.Start(200);
        var (attacker, victim) = (await host.Owner(), await host.Owner());
        var devices = host.Services.GetRequiredService<DeviceStore>();
        for (var number = 0; number < Device.MaximumPerAccount; number++)
            await devices.Register(attacker.Id, $"hook-{number}", _ => Hook($"hook-{number}", hanging.Server.Address), default);
        await devices.Register(victim.Id, "hook", _ => Hook("hook", healthy.Address), default);
        var sender = host.Services.GetRequiredService<IMessageSender>();
        await sender.Send(NotificationArea.Result(attacker.Id, "run-a").Message());
        await Eventually.Holds(() => hanging.Waiting >= 12, "receivers hang in both queues");

        await sender.Send(NotificationArea.Result(victim.Id, "run-b").Message());

        await Eventually.Holds(() => healthy.Requests.Count == 1, "the other account's push");
        Assert.Equal(0, hanging.GivenUp);
        Assert.Equal(12, hanging.Waiting);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_at_once_is_tried_again_apart_from_the_others_under_the_same_id()
    {
        await using var area = new NotificationArea();
        await using var hanging = await Silent.Start();
        var account = await area.AddAccount();
        await area.AddWebhook(account, "hook", hanging.Server.Address);

        await PushInVain(area, account, hanging, "run-1");

        Assert.Equal((0, 1), (await area.WaitingPushes(), await area.WaitingSlowPushes()));
        hanging.Answer = true;
        await area.PushNextSlow();
        Assert.Equal(0, await area.WaitingSlowPushes());
        Assert.Equal(2, hanging.Server.Requests.Count);
        Assert.Single(hanging.Server.Requests.Select(request => request.Header("webhook-id")).Distinct());
    }

    [Fact]
    public async Task After_three_silences_nothing_waits_for_the_receiver_until_the_break_is_over()
    {
        await using var area = new NotificationArea();
        await using var hanging = await Silent.Start();
        var account = await area.AddAccount();
        await area.AddWebhook(account, "hook", hanging.Server.Address);
        for (var time = 0; time < PushCircuits.Silences; time++)
            await PushInVain(area, account, hanging, $"run-{time}");

        hanging.Answer = true;
        await area.Notify(NotificationArea.Result(account, "run-open"));
        await area.PushNext();
        await area.PushNextSlow();
        Assert.Equal(PushCircuits.Silences, hanging.Server.Requests.Count);

        area.Time.Advance(PushCircuits.Break);
        await area.Notify(NotificationArea.Result(account, "run-closed"));
        await area.PushNext();
        Assert.Equal(PushCircuits.Silences + 1, hanging.Server.Requests.Count);
    }

    [Fact]
    public async Task What_waits_for_room_comes_again_and_loses_no_attempt()
    {
        await using var area = new NotificationArea();
        await using var hanging = await Silent.Start();
        var account = await area.AddAccount();
        for (var number = 0; number < 5; number++)
            await area.AddWebhook(account, $"hook-{number}", hanging.Server.Address);
        await area.Notify(NotificationArea.Result(account));
        var tries = Enumerable.Range(0, 5).Select(_ => area.PushNext()).ToArray();
        await Eventually.Holds(() => hanging.Waiting == 5, "all hang");
        area.Time.Advance(PushToDevice.LongestFirstTry);
        await Task.WhenAll(tries);
        await Eventually.Holds(() => hanging.Waiting == 0, "the first tries are given up");
        var slow = Enumerable.Range(0, 4).Select(_ => area.PushNextSlow()).ToArray();
        await Eventually.Holds(() => hanging.Waiting == 4, "as many hang as may");

        // More often than a push has attempts.
        for (var time = 0; time < 10; time++)
        {
            await area.PushNextSlow();
            area.Time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(9, hanging.Server.Requests.Count);
        hanging.Answer = true;
        hanging.Release();
        await Task.WhenAll(slow);
        await area.PushNextSlow();
        Assert.Equal((10, 0), (hanging.Server.Requests.Count, await area.WaitingSlowPushes()));
    }

    private static async Task PushInVain(NotificationArea area, long account, Silent hanging, string run)
    {
        await area.Notify(NotificationArea.Result(account, run));
        var push = area.PushNext();
        await Eventually.Holds(() => hanging.Waiting == 1, "the receiver hangs");
        area.Time.Advance(PushToDevice.LongestFirstTry);
        await push;
        await Eventually.Holds(() => hanging.Waiting == 0, "the try is given up");
    }

    private static Device Hook(string name, Uri url) => Pushes.Webhook(url) with { DeviceId = name };

    /// <summary>A server that does not answer before it is told so.</summary>
    private sealed class Silent : IAsyncDisposable
    {
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int waiting;
        private int givenUp;

        private Silent()
        {
        }

        public LocalServer Server { get; private set; } = null!;

        /// <summary>Whether requests are answered at once from now on.</summary>
        public bool Answer { get; set; }

        public int Waiting => Volatile.Read(ref waiting);

        /// <summary>Requests whose sender gave up.</summary>
        public int GivenUp => Volatile.Read(ref givenUp);

        public static async Task<Silent> Start()
        {
            var silent = new Silent();
            silent.Server = await LocalServer.Start(async (_, context) =>
            {
                if (silent.Answer)
                    return;
                Interlocked.Increment(ref silent.waiting);
                try
                {
                    await silent.released.Task.WaitAsync(context.RequestAborted);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref silent.givenUp);
                }
                finally
                {
                    Interlocked.Decrement(ref silent.waiting);
                }
            });
            return silent;
        }

        public void Release() => released.TrySetResult();

        public ValueTask DisposeAsync()
        {
            Release();
            return Server.DisposeAsync();
        }
    }
}
