using System.Net;
using System.Net.Http.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Checks;
using SneakerCheck.Notifications;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Tests.Checks;
using SneakerCheck.Tests.Hosting;
using SneakerCheck.Tests.Notifications;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Capacity;

/// <summary>The requests of one step of a check to the services behind the app.</summary>
/// <param name="Name">The step.</param>
/// <param name="Executions">How often a function ran.</param>
/// <param name="Documents">Document operations.</param>
/// <param name="Blobs">Blob requests of the app, by method. LIST lists the names of blobs and is priced like a write.</param>
/// <param name="Messages">The queues of the messages that were sent.</param>
internal sealed record CheckStep(
    string Name, int Executions, IReadOnlyList<DocumentCall> Documents, IReadOnlyList<string> Blobs, IReadOnlyList<string> Messages);

/// <summary>
/// One check from opening to the clean-up, driven as by a phone and the queues, with all document, blob and message operations of the
/// app recorded. Another check runs first, so that work done once for each process is not counted.
/// </summary>
internal sealed class OneCheck
{
    public const int Photos = 7;

    private static readonly string[] Views = ["appear", "tag", "stitch", "pad", "side_tag", "seal", "tongue"];
    private static readonly string[] Queues = ["check-runs", "photo-cleanups", "notices", "device-pushes"];

    private readonly TestHostTime time = new();
    private readonly TestHostMessages messages = new();
    private readonly BlobRequests blobs = new();
    private readonly List<CheckStep> steps = [];
    private readonly Dictionary<string, int> seen = Queues.ToDictionary(queue => queue, _ => 0);
    private RecordingDocuments documents = null!;

    /// <summary>The steps of one check, and the partitions that checks of different owners share.</summary>
    public static async Task<(IReadOnlyList<CheckStep> Steps, IReadOnlySet<string> SharedPartitions)> Record()
    {
        var check = new OneCheck();
        await using var webhook = await LocalServer.Start(204);
        var connection = await AzuriteFixture.GetConnectionString();
        await using var host = await TestHost.Start(check.time, builder => check.Listen(builder, connection));
        var template = TestTemplates.WithViews("seven-1", Views);
        await (await (await host.Operator()).PutAsJsonAsync("/api/v1/templates/seven-1", template)).Json(HttpStatusCode.Created);
        var before = await check.Run(host, webhook.Address);
        var steps = await check.Run(host, webhook.Address);
        return (steps, Partitions(before).Intersect(Partitions(steps)).ToHashSet());

        static IEnumerable<string> Partitions(IEnumerable<CheckStep> steps) =>
            steps.SelectMany(step => step.Documents).Select(call => call.Partition!).Distinct();
    }

    private void Listen(WebApplicationBuilder builder, string connection)
    {
        messages.TakeOver(builder);
        builder.Services.AddSingleton<IDocuments>(
            services => documents = new RecordingDocuments(services.GetRequiredService<SqliteDocuments>()));
        // Learn the medians from the first account, because nearly every real check finds them already learned.
        builder.Services.AddSingleton(services => new Originality(
            services.GetRequiredService<IDocuments>(),
            new OriginalityMedians(services.GetRequiredService<IDocuments>(), sampleCount: 1),
            [new OriginalityPackedIndex(services.GetRequiredService<IDocuments>())]));
        var options = new BlobClientOptions();
        options.AddPolicy(blobs, HttpPipelinePosition.PerCall);
        builder.Services.AddSingleton(new BlobServiceClient(connection, options));
    }

    private async Task<IReadOnlyList<CheckStep>> Run(TestHost host, Uri webhook)
    {
        var owner = await host.Owner();
        var device = await owner.Http.PutAsJsonAsync("/api/v1/users/me/devices/phone", new { platform = "webhook", url = webhook });
        Assert.True(device.IsSuccessStatusCode);
        steps.Clear();
        var task = "";
        var photos = Views.ToDictionary(view => view, _ => TestPhoto.Unique());
        await Step("open the check with its links", 1, async () =>
        {
            var opening = new { meta_tag = "seven-1", shoe_model = TestHost.PlainModel, files = "required" };
            var opened = await (await owner.Http.PostAsJsonAsync(TestHostOwner.Tasks, opening)).Json(HttpStatusCode.Created);
            task = opened.Text("id");
            foreach (var link in opened.List("uploads"))
            {
                var stored = await TestHostOwner.Upload(link.GetProperty("upload"), photos[link.Text("view")]);
                Assert.Equal(HttpStatusCode.Created, stored.StatusCode);
            }
        });
        await Step("submit", 1, async () => await (await owner.Submit(task)).Json(HttpStatusCode.OK));
        await Step("run", 1, () => Consume("check-runs", body => Create<RunCheck>(host).Run(body, CancellationToken.None)));
        await Step("notify", 1, () => Consume("notices", body => Create<NotifyOwner>(host).Run(body, CancellationToken.None)));
        await Step(
            "push to one device", 1, () => Consume("device-pushes", body => Create<PushToDevice>(host).Run(body, CancellationToken.None)));
        await Step("read the answer", 1, async () => Assert.Equal("finished", (await owner.Get(task)).Text("state")));
        // At once after the submission, when the links have expired, and once more for late requests.
        await Step("clear up after the links", 3, async () =>
        {
            // The sweep sends the scheduled clean-up.
            await host.Services.GetRequiredService<Outbox>().SendPending(time.GetUtcNow());
            foreach (var minutes in new[] { 17, 33 })
            {
                // Only the consumer's clock is ahead: the host's timers would add work of their own.
                var later = new TestHostTime();
                later.Advance(TimeSpan.FromMinutes(minutes));
                await Consume("photo-cleanups", body => ActivatorUtilities.CreateInstance<DeletePhotos>(
                    host.Services, (TimeProvider)later).Run(body, CancellationToken.None));
            }
        });
        return [.. steps];
    }

    private async Task Step(string name, int executions, Func<Task> work)
    {
        documents.Forget();
        blobs.Forget();
        var before = Queues.ToDictionary(queue => queue, queue => messages.To(queue).Count);
        await work();
        steps.Add(new CheckStep(
            name,
            executions,
            // Cross-partition queries come from timers, not from the check.
            [.. documents.Calls.Where(call => call.Partition is not null)],
            blobs.Methods,
            [.. Queues.SelectMany(queue => Enumerable.Repeat(queue, messages.To(queue).Count - before[queue]))]));
    }

    private async Task Consume(string queue, Func<string, Task> consumer)
    {
        var sent = messages.To(queue);
        for (; seen[queue] < sent.Count; seen[queue]++)
            await consumer(TestHostMessages.Body(sent[seen[queue]]));
    }

    private static T Create<T>(TestHost host) => ActivatorUtilities.CreateInstance<T>(host.Services);

    private sealed class BlobRequests : HttpPipelineSynchronousPolicy
    {
        private readonly List<string> methods = [];

        public IReadOnlyList<string> Methods
        {
            get
            {
                lock (methods)
                    return [.. methods];
            }
        }

        public override void OnSendingRequest(HttpMessage message)
        {
            lock (methods)
                methods.Add(message.Request.Uri.Query.Contains("comp=list") ? "LIST" : message.Request.Method.ToString());
        }

        public void Forget()
        {
            lock (methods)
                methods.Clear();
        }
    }
}
