using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Notifications;

/// <summary>
/// Delivers a notice: writes the inbox entry and sends a push to each device (seed 000: Pusher). Entry and pushes are one commit,
/// and the entry's id is derived from the notice's key, so a repeated message changes nothing.
/// </summary>
public sealed partial class NotifyOwner(
    AccountStore accounts, DeviceStore devices, Outbox outbox, MessageConsumer consumer, TimeProvider time, ILogger<NotifyOwner> logger)
{
    [Function(nameof(NotifyOwner))]
    public Task Run(
        [ServiceBusTrigger(NotificationQueues.NoticesName, Connection = "ServiceBus")] string body, CancellationToken cancellation) =>
        consumer.Consume(NotificationQueues.Notices, body, Notify, cancellation);

    private async Task Notify(Notice notice, CancellationToken cancellation)
    {
        if (await accounts.Find(notice.UserId, cancellation) is null)
        {
            LogNoOwner(notice.Kind, notice.Key, notice.UserId);
            return;
        }

        var entry = Notification.Of(notice, time.GetUtcNow());
        Message[] pushes =
        [
            .. from device in await devices.List(notice.UserId, cancellation)
               let push = new DevicePush(notice.UserId, entry.Id, device.DeviceId)
               select NotificationQueues.Pushes.Message(entry.MessageId(device.DeviceId), push),
        ];
        var commit = new Commit(AccountStore.Partition(notice.UserId))
            .Create(NotificationStore.Kind, NotificationStore.DocumentId(entry.Id), entry, NotificationStore.Lifetime);
        var written = await outbox.Commit(commit, pushes, cancellation);
        if (!written.IsCommitted && written.Outcome != CommitOutcome.Exists)
            throw new InvalidOperationException($"The inbox entry was not written: {written.Outcome}.");
    }

    [LoggerMessage(LogLevel.Warning, "Notice {Kind} {Key} is dropped: account {AccountId} does not exist.")]
    private partial void LogNoOwner(string kind, string key, long accountId);
}
