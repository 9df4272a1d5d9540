using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Notifications.Push;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Notifications;

/// <summary>Pushes one notification to a device that did not answer <see cref="PushToDevice"/> at once.</summary>
public sealed class PushToSlowDevice(DevicePusher pusher, SlowLane lane, PushCircuits circuits, MessageConsumer consumer)
{
    private static readonly TimeSpan Postponement = TimeSpan.FromSeconds(5);

    [Function(nameof(PushToSlowDevice))]
    public Task Run(
        [ServiceBusTrigger(NotificationQueues.SlowPushesName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(NotificationQueues.SlowPushes, body, Push, cancellation);

    private async Task Push(DevicePush push, CancellationToken cancellation)
    {
        if (await pusher.Find(push, cancellation) is not { } device)
            return;
        var reason = $"Push to {device} of account {push.UserId}";
        if (circuits.OpenFor(push.UserId, device) is var open && open > TimeSpan.Zero)
            throw new RetryLaterException($"{reason}: it did not answer {PushCircuits.Silences} times in a row.", open);
        using var begun = lane.TryBegin(push.UserId)
            ?? throw new RetryLaterException($"{reason}: the account has others in flight.", Postponement) { IsPostponed = true };
        if (!await pusher.Send(push, device, longest: null, cancellation))
            throw new RetryLaterException($"{reason}: no answer in time.");
    }
}
