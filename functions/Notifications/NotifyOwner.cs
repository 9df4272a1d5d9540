using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Notifications;

/// <summary>
/// Tells an owner that a check is finished: writes the inbox entry and sends each device its push (seed 000: Pusher). Entry and
/// pushes are committed as one, and the entry's id is the run's, so a message that comes again finds all done.
/// </summary>
public sealed partial class NotifyOwner(
    AccountStore accounts, DeviceStore devices, Outbox outbox, MessageConsumer consumer, TimeProvider time, ILogger<NotifyOwner> logger)
{
    /// <summary>Works on one result.</summary>
    [Function(nameof(NotifyOwner))]
    public Task Run(
        [ServiceBusTrigger(CheckResult.QueueName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(CheckResult.Queue, body, Notify, cancellation);

    private async Task Notify(CheckResult result, CancellationToken cancellation)
    {
        if (await accounts.Find(result.UserId, cancellation) is null)
        {
            LogNoOwner(result.TaskId, result.UserId);
            return;
        }

        var entry = Notification.Of(result, time.GetUtcNow());
        Message[] pushes =
        [
            .. from device in await devices.List(result.UserId, cancellation)
               let push = new DevicePush(result.UserId, entry.Id, device.DeviceId)
               select DevicePush.Queue.Message(entry.MessageId(device.DeviceId), push),
        ];
        var commit = new Commit(AccountStore.Partition(result.UserId))
            .Create(NotificationStore.Kind, NotificationStore.DocumentId(entry.Id), entry);
        var written = await outbox.Commit(commit, pushes, cancellation);
        if (!written.IsCommitted && written.Outcome != CommitOutcome.Exists)
            throw new InvalidOperationException($"The inbox entry was not written: {written.Outcome}.");
    }

    [LoggerMessage(LogLevel.Warning, "The result of check {TaskId} is told to nobody: account {AccountId} is gone.")]
    private partial void LogNoOwner(string taskId, long accountId);
}
