using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Checks;
using SneakerCheck.Gigs;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Hosting.Local.Messages;
using SneakerCheck.Notifications;
using SneakerCheck.Pictures;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Tests.Durability;

/// <summary>Lets a process die after a number of writes. Later writes are not done, as if the power had failed.</summary>
/// <param name="lastWrite">Counted from 1.</param>
internal sealed class Fate(int lastWrite)
{
    private readonly List<string> writes = [];

    /// <summary>The names of all requested writes, done or not.</summary>
    public IReadOnlyList<string> Writes => writes;

    /// <summary>Whether a write was not done.</summary>
    public bool IsDead
    {
        get
        {
            lock (writes)
                return writes.Count > lastWrite;
        }
    }

    /// <summary>Does a write, or dies before it.</summary>
    public Task<T> Write<T>(string name, Func<Task<T>> write)
    {
        lock (writes)
            writes.Add(name);
        return IsDead ? throw new IOException($"The process died before: {name}.") : write();
    }
}

/// <summary>
/// One life of the product on a file: its real functions, called one at a time as a host would, on documents and queues that fail
/// according to a <see cref="Fate"/>.
/// </summary>
internal sealed class MortalProcess : IAsyncDisposable
{
    private readonly Fate fate;
    private readonly ServiceProvider services;
    private readonly CancellationTokenSource deadline = new(TimeSpan.FromMinutes(5));

    public MortalProcess(SqliteDatabase database, TimeProvider time, IReadOnlyDictionary<string, string?> settings, Fate fate)
    {
        this.fate = fate;
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(time)
            .AddSingleton(database)
            .AddSingleton<SqliteQueue>()
            .AddSingleton<SqliteDocuments>()
            .AddSingleton<IMessageSender>(provider => new MortalSender(provider.GetRequiredService<SqliteQueue>(), fate))
            .AddSingleton<IDocuments>(provider => new MortalDocuments(provider.GetRequiredService<SqliteDocuments>(), fate))
            .AddSneakerCheck(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton(new BlobServiceClient(settings["Blobs:ConnectionString"], Blobs(fate)))
            .BuildServiceProvider();
    }

    /// <summary>Settings shared by all lives of one test.</summary>
    public static Dictionary<string, string?> Settings(string blobs) => new()
    {
        ["Blobs:ConnectionString"] = blobs,
        ["Tokens:SigningKey"] = TestHostBuilder.SigningKey,
        ["Push:AllowPrivateAddresses"] = "true",
    };

    public SqliteQueue Queue => Get<SqliteQueue>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>The owner's request to run a check.</summary>
    public Task Submit(string token, string taskId)
    {
        return Function<SubmitTask>().Run(Request(token).Request, taskId, deadline.Token);
    }

    /// <summary>Sends an owner's request. Returns the status of the reply, or null if the process dies.</summary>
    public async Task<int?> Call(string token, string body, Func<HttpRequest, Task<IResult>> function)
    {
        var context = Request(token);
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        await (await function(context.Request)).ExecuteAsync(context);
        return fate.IsDead ? null : context.Response.StatusCode;
    }

    // As the host passes it to a function, with the account of the path.
    private DefaultHttpContext Request(string token)
    {
        var context = new DefaultHttpContext { RequestServices = services, RequestAborted = deadline.Token };
        context.Request.RouteValues[AccountPath.Parameter] = AccountPath.Me;
        context.Request.Headers.Authorization = $"Bearer {token}";
        return context;
    }

    public T Function<T>() => ActivatorUtilities.CreateInstance<T>(services);

    /// <summary>Handles all messages until none is left or the process dies.</summary>
    public async Task Work()
    {
        while (!fate.IsDead && await Next() is { } delivery)
        {
            try
            {
                await Consumer(delivery.Queue)!(delivery.Body);
                Assert.True(await fate.Write($"complete {delivery.Queue}", () => Queue.Complete(delivery)));
            }
            catch (IOException) when (fate.IsDead)
            {
                // The process is dead, so nobody handles the exception.
            }
        }
    }

    /// <summary>Does what a host does at its start and shortly after.</summary>
    public async Task Recover()
    {
        await Queue.ReleaseLocks();
        await Function<SweepOutbox>().Run(new TimerInfo(), deadline.Token);
        await Work();
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        deadline.Dispose();
    }

    private async Task<Delivery?> Next()
    {
        var now = Get<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        var due = await Get<SqliteDatabase>().Read(session => session.Query(
            "SELECT queue FROM messages WHERE due_at <= @now ORDER BY due_at", row => row.GetString(0), ("@now", now)));
        return due.FirstOrDefault(queue => Consumer(queue) is not null) is { } name
            ? await Queue.Receive(name, deadline.Token)
            : null;
    }

    // Pushes stay queued, because there is no receiver.
    private Func<string, Task>? Consumer(string queue) => queue switch
    {
        "photo-cleanups" => body => Function<DeletePhotos>().Run(body, deadline.Token),
        "check-runs" => body => Function<RunCheck>().Run(body, deadline.Token),
        "notices" => body => Function<NotifyOwner>().Run(body, deadline.Token),
        "picture-settlements" => body => Function<SettlePicture>().Run(body, deadline.Token),
        "picture-cleanups" => body => Function<DeletePictureBlob>().Run(body, deadline.Token),
        "picture-publications" => body => Function<PostPhotos>().Run(body, deadline.Token),
        "gig-comments" => body => Function<CountComment>().Run(body, deadline.Token),
        "ledger-credits" => body => Function<CreditLedger>().Run(body, deadline.Token),
        "account-departures" => body => Function<RemoveAccount>().Run(body, deadline.Token),
        _ => null,
    };

    private static BlobClientOptions Blobs(Fate fate)
    {
        var options = new BlobClientOptions { Retry = { MaxRetries = 0 } };
        options.AddPolicy(new MortalBlobs(fate), HttpPipelinePosition.PerCall);
        return options;
    }

    private sealed class MortalBlobs(Fate fate) : HttpPipelinePolicy
    {
        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var (method, uri) = (message.Request.Method, message.Request.Uri.ToUri());
            if (!(method == RequestMethod.Put || method == RequestMethod.Delete) || uri.Query.Contains("restype=container"))
                return ProcessNextAsync(message, pipeline);
            return new ValueTask(fate.Write(
                $"{method} {uri.Segments[^1]}",
                async () =>
                {
                    await ProcessNextAsync(message, pipeline);
                    return true;
                }));
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            throw new NotSupportedException();
    }

    private sealed class MortalSender(SqliteQueue queue, Fate fate) : IMessageSender
    {
        public Task Send(Message message, CancellationToken cancellation = default) => fate.Write(
            $"send {message.Queue}",
            async () =>
            {
                await queue.Send(message, cancellation);
                return true;
            });

        public Task Probe(CancellationToken cancellation = default) => queue.Probe(cancellation);
    }

    private sealed class MortalDocuments(SqliteDocuments documents, Fate fate) : IDocuments
    {
        public Task<CommitResult> Commit(Commit commit, CancellationToken cancellation = default) =>
            fate.Write("commit", () => documents.Commit(commit, cancellation));

        public Task<Document<T>?> Read<T>(DocumentKind<T> kind, string partition, string id, CancellationToken cancellation = default) =>
            documents.Read(kind, partition, id, cancellation);

        public Task<Page<T>> Query<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation = default) =>
            documents.Query(kind, query, cancellation);

        public Task<long> Count<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation = default) =>
            documents.Count(kind, query, cancellation);

        public Task Probe(CancellationToken cancellation = default) => documents.Probe(cancellation);
    }
}
