using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Checks;
using SneakerCheck.Hosting.Local.Messages;
using SneakerCheck.Notifications;
using SneakerCheck.Platform;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Notifications;

/// <summary>The area on a real database and a real queue, with its queue functions called one message at a time.</summary>
internal sealed class NotificationArea : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Delivered = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private const string PushQueue = "device-pushes";
    private const string SlowQueue = "slow-device-pushes";

    private readonly SqliteFile file = new();
    private readonly ServiceProvider services;

    public NotificationArea()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Push:AllowPrivateAddresses"] = "true" })
            .Build();
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(file.Database)
            .AddSingleton<IDocuments, SqliteDocuments>()
            .AddSingleton<SqliteQueue>()
            .AddSingleton<IMessageSender>(provider => provider.GetRequiredService<SqliteQueue>())
            .AddPlatform(configuration)
            .AddAccounts(configuration)
            .AddNotifications(configuration)
            .BuildServiceProvider();
    }

    public ManualTime Time { get; } = new();

    public SqliteQueue Queue => services.GetRequiredService<SqliteQueue>();

    public DeviceStore Devices => services.GetRequiredService<DeviceStore>();

    public NotificationStore Inboxes => services.GetRequiredService<NotificationStore>();

    public IDocuments Documents => services.GetRequiredService<IDocuments>();

    public Outbox Outbox => services.GetRequiredService<Outbox>();

    public async Task<long> AddAccount()
    {
        var account = await services.GetRequiredService<AccountStore>().Create(
            id => new Account(id, "球球君", $"user-{id}", null, null, "", AccountRole.Member, AccountStatus.Active, 10, 0, Time.GetUtcNow()),
            default);
        return account.Value.Id;
    }

    public async Task<Device> AddWebhook(long accountId, string name, Uri url) =>
        (await Devices.Register(accountId, name, _ => Pushes.Webhook(url) with { DeviceId = name }, default)).After;

    /// <summary>The notice of a finished check.</summary>
    public static Notice Result(long accountId, string run = "run-1", string answer = "true") => FinishedNotice.Of(new CheckResult(
        accountId,
        "task-1",
        run,
        "v1",
        "Air Jordan 1",
        answer,
        Pushes.Now.AddMinutes(-1),
        "七个视角都与真品一致。",
        "All seven views match authentic pairs."));

    /// <summary>Delivers a notice to <see cref="NotifyOwner"/>.</summary>
    public Task Notify(Notice notice) => ActivatorUtilities.CreateInstance<NotifyOwner>(services).Run(Body(notice.Message()), default);

    /// <summary>Takes the next push from its queue and delivers it to <see cref="PushToDevice"/>.</summary>
    public async Task PushNext()
    {
        var delivery = await Queue.Receive(PushQueue);
        await ActivatorUtilities.CreateInstance<PushToDevice>(services).Run(delivery.Body, default);
        await Queue.Complete(delivery);
    }

    /// <summary>Takes the next push to a slow device and delivers it to <see cref="PushToSlowDevice"/>.</summary>
    public async Task PushNextSlow()
    {
        var delivery = await Queue.Receive(SlowQueue);
        await ActivatorUtilities.CreateInstance<PushToSlowDevice>(services).Run(delivery.Body, default);
        await Queue.Complete(delivery);
    }

    public Task<long> WaitingPushes() => Waiting(PushQueue);

    public Task<long> WaitingSlowPushes() => Waiting(SlowQueue);

    private async Task<long> Waiting(string name) =>
        (await Queue.Count()).SingleOrDefault(queue => queue.Queue == name)?.Active ?? 0;

    public async Task<IReadOnlyList<Notification>> Inbox(long accountId) =>
        [.. (await Inboxes.List(accountId, null, 100, null, default)).Items.Select(item => item.Value)];

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        file.Dispose();
    }

    // As a queue delivers it; the queue itself would drop a repetition.
    private static string Body(Message message) => JsonSerializer.Serialize(message, Delivered);
}
