using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Checks;
using SneakerCheck.Hosting.Local.Messages;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Checks;

/// <summary>A failed run is retried. If it always fails, its check is finished as not_sure.</summary>
public sealed class FailRunTests
{
    private readonly FailingDocuments documents = new();

    [Fact]
    public async Task A_failed_run_is_retried_with_growing_delays()
    {
        var time = new TestHostTime();
        var messages = new TestHostMessages();
        await using var host = await Start(_ => messages, time);
        await Submitted(host);
        var run = ActivatorUtilities.CreateInstance<RunCheck>(host.Services);
        var waits = new List<double>();

        while (waits.Count < 4)
        {
            var before = time.GetUtcNow();
            await run.Run(TestHostMessages.Body(messages.To("check-runs")[^1]), CancellationToken.None);
            waits.Add((messages.To("check-runs")[^1].NotBefore!.Value - before).TotalSeconds);
        }

        Assert.Equal([1, 10, 60, 300], waits.Select(wait => Math.Floor(wait)));
        await Assert.ThrowsAsync<IOException>(() => run.Run(TestHostMessages.Body(messages.To("check-runs")[^1]), CancellationToken.None));
    }

    [Fact]
    public async Task A_run_that_always_fails_ends_as_a_dead_letter_and_its_check_as_not_sure()
    {
        await using var host = await Start(queue => new LastTries(queue));
        var (owner, task) = await Submitted(host);

        var finished = await owner.Finished(task);

        // Then the message is dead-lettered, and the handler of dead letters finishes the check.
        Assert.Equal(QueuePolicy.MaximumDeliveries, documents.Failures);
        Assert.Equal("not_sure", finished.Text("answer"));
        var reason = Assert.Single(finished.GetProperty("report").List("reasons"));
        Assert.Equal("run_failed", reason.Text("code"));
        Assert.NotEmpty(reason.GetProperty("text").Text("zh"));
        await Eventually.Holds(async () => (await owner.Notifications()).Length > 0, "the owner is notified");
        Assert.Equal("not_sure", Assert.Single(await owner.Notifications()).GetProperty("data").Text("answer"));
        var queue = host.Services.GetRequiredService<SqliteQueue>();
        await Eventually.Holds(async () => (await queue.Count()).All(count => count.Queue != "check-runs"), "the dead letter is handled");
    }

    [Fact]
    public async Task A_run_that_fails_for_a_while_succeeds_later()
    {
        await using var host = await Start();
        var (owner, task) = await Submitted(host);
        await Eventually.Holds(() => documents.Failures == 1, "the run is tried");

        documents.AreDown = false;

        var finished = await owner.Finished(task);
        Assert.Equal("no_exemplars", finished.GetProperty("report").List("reasons").First().Text("code"));
        await Eventually.Holds(async () => (await owner.Notifications()).Length > 0, "the owner is notified");
        Assert.Single(await owner.Notifications());
    }

    private Task<TestHost> Start(
        Func<SqliteQueue, IMessageSender>? sender = null, TimeProvider? time = null) => TestHost.Start(time, builder =>
    {
        builder.Services.AddSingleton<IDocuments>(services =>
        {
            documents.Store = services.GetRequiredService<SqliteDocuments>();
            return documents;
        });
        if (sender is not null)
            builder.Services.AddSingleton(services => sender(services.GetRequiredService<SqliteQueue>()));
    });

    private static async Task<(TestHostOwner Owner, string Task)> Submitted(TestHost host)
    {
        var owner = await host.Owner();
        var task = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));
        await (await owner.Submit(task)).Json(HttpStatusCode.OK);
        return (owner, task);
    }

    /// <summary>Documents that cannot read exemplars, as if their partition did not answer.</summary>
    private sealed class FailingDocuments : IDocuments
    {
        private int failures;

        public IDocuments Store { get; set; } = null!;

        public bool AreDown { get; set; } = true;

        public int Failures => failures;

        public Task<Document<T>?> Read<T>(DocumentKind<T> kind, string partition, string id, CancellationToken cancellation = default)
        {
            if (!AreDown || !partition.StartsWith("exemplars-", StringComparison.Ordinal))
                return Store.Read(kind, partition, id, cancellation);
            Interlocked.Increment(ref failures);
            throw new IOException("The partition does not answer.");
        }

        public Task<Page<T>> Query<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation = default) =>
            Store.Query(kind, query, cancellation);

        public Task<long> Count<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation = default) =>
            Store.Count(kind, query, cancellation);

        public Task<CommitResult> Commit(Commit commit, CancellationToken cancellation = default) => Store.Commit(commit, cancellation);

        public Task Probe(CancellationToken cancellation = default) => Store.Probe(cancellation);
    }

    /// <summary>Sends orders to run a check as if all but the last delivery had failed, so that no test waits for the retries.</summary>
    private sealed class LastTries(IMessageSender queue) : IMessageSender
    {
        public Task Send(Message message, CancellationToken cancellation = default) =>
            queue.Send(message.Queue == "check-runs" ? message with { Attempt = 4 } : message, cancellation);

        public Task Probe(CancellationToken cancellation = default) => queue.Probe(cancellation);
    }
}
