using Azure.Storage.Blobs;
using SneakerCheck.Accounts;
using SneakerCheck.Checks;
using SneakerCheck.Notifications;
using SneakerCheck.Notifications.Push;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Tests.Hosting;
using SneakerCheck.Tests.Imaging;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Durability;

/// <summary>
/// One check from its submission to its inbox entry. The process dies once: before the first write, between the first and the second,
/// and so on to the last. A write is a commit, a sent message, or a completed delivery.
/// </summary>
[Trait(Speed.Category, Speed.Slow)]
public sealed class DeathBetweenWritesTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly LocalText Text = new("断电", "Power cut");
    private static readonly Template Template = new(
        "power-cut-1", 1, Text, 0.1, [new("appear", Text, Text, true, 100, "appear", new QualityLimits(0, 0, 255, 1, 1, 0))]);

    private static readonly byte[] Jpeg = ShoePhoto.Shoe(7, 96, 72).Encode();

    private readonly Dictionary<string, string?> settings = MortalProcess.Settings(azurite.ConnectionString);

    private readonly ManualTime time = new();

    [Theory]
    [InlineData(30)]
    [InlineData(7200)] // The queues have forgotten every key by then, and no longer drop what is sent twice.
    public async Task A_submitted_check_is_finished_and_notified_once_whichever_write_was_the_last(int secondsDown)
    {
        var fate = new Fate(0);
        for (var lastWrite = 0; ; lastWrite++)
        {
            using var file = new SqliteFile();
            var (token, waiting) = await OpenCheck(file);
            fate = new Fate(lastWrite);
            await using (var mortal = new MortalProcess(file.Database, time, settings, fate))
            {
                await mortal.Submit(token, waiting.Id);
                await mortal.Work();
            }

            time.Advance(TimeSpan.FromSeconds(secondsDown));
            await using var next = new MortalProcess(file.Database, time, settings, new Fate(int.MaxValue));
            await next.Recover();
            await VerifyOnce(next, file, token, waiting, secondsDown, $"died after {lastWrite} of: {string.Join(", ", fate.Writes)}");
            if (!fate.IsDead)
                break;
        }

        // The last life completed, so the process has died between every two of these writes.
        // The writes of blobs are the copy of the photo and its content type.
        string[] writes = [.. fate.Writes.Select(write => write.StartsWith("PUT ", StringComparison.Ordinal) ? "PUT" : write)];
        Assert.Equal(["send photo-cleanups", "PUT", "PUT", "commit", "send check-runs", "commit"], writes.Take(6));
        Assert.Equal(
            ["commit", "send notices", "commit", "complete check-runs", "commit", "send device-pushes", "commit", "complete notices"],
            writes.Where(write => !IsCleanup(write)).TakeLast(8));

        static bool IsCleanup(string write) =>
            write.StartsWith("DELETE ", StringComparison.Ordinal) || write == "complete photo-cleanups";
    }

    private async Task VerifyOnce(MortalProcess process, SqliteFile file, string token, Check opened, int secondsDown, string story)
    {
        var (checks, inboxes) = (process.Get<CheckStore>(), process.Get<NotificationStore>());
        if ((await checks.Get(opened.UserId, opened.Id, default)).Value.State == CheckState.Incomplete)
        {
            // The request was never accepted. The owner got no reply and repeats it.
            await process.Submit(token, opened.Id);
            await process.Work();
        }

        var check = (await checks.Get(opened.UserId, opened.Id, default)).Value;
        Assert.True(check.State == CheckState.Finished, $"{check.State}: {story}");
        Assert.True(Assert.Single(check.Report!.Photos).Usable, story);
        var inbox = (await inboxes.List(opened.UserId, null, 200, null, default)).Items;
        Assert.True(inbox.Length == 1 && inbox[0].Value.Data.Text("run_id") == check.RunId, $"{inbox.Length} entries: {story}");

        var pushes = await file.Database.Read(
            session => session.Query("SELECT key FROM messages WHERE queue = 'device-pushes'", row => row.GetString(0)));
        Assert.All(await process.Queue.Count(), queue => Assert.Equal(0, queue.DeadLettered));
        // After such a long time a push may be sent twice. Both have the same id, so the receiver can recognise the duplicate.
        Assert.True(pushes.Distinct().Count() == 1, $"{pushes.Count} pushes: {story}");
        Assert.True(
            pushes.Count == 1 || TimeSpan.FromSeconds(secondsDown) > QueuePolicy.DuplicateWindow, $"{pushes.Count} pushes: {story}");

        Assert.Equal((0, 1), (await Documents("outbox"), await Documents("photo-print")));

        // Whatever an attempt has copied and not used is gone after the clean-up that it scheduled.
        time.Advance(TimeSpan.FromMinutes(20));
        await process.Work();
        Assert.Empty(await Blobs(PhotoBlob.Container, check));
        Assert.Equal([check.BlobName(check.Photos[0])], await Blobs(PhotoBlob.EvidenceContainer, check));

        Task<long> Documents(string kind) => file.Database.Read(
            session => session.Query("SELECT count(*) FROM documents WHERE kind = @kind", row => row.GetInt64(0), ("@kind", kind))[0]);
    }

    private async Task<IReadOnlyList<string>> Blobs(string container, Check check)
    {
        var names = new List<string>();
        var client = new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient(container);
        await foreach (var blob in client.GetBlobsAsync(prefix: PhotoBlob.Folder(check.UserId, check.Id)))
            names.Add(blob.Name);
        return names;
    }

    /// <summary>An owner with a device, and a check with its photo in storage.</summary>
    private async Task<(string Token, Check Check)> OpenCheck(SqliteFile file)
    {
        await using var process = new MortalProcess(file.Database, time, settings, new Fate(int.MaxValue));
        var account = (await process.Get<AccountStore>().Create(
            id => new Account(id, "owner", "owner", null, null, "", AccountRole.Member, AccountStatus.Active, 10, 0, time.GetUtcNow()),
            default)).Value;
        var signedIn = await process.Get<SignIn>().Open(account, TimeSpan.FromDays(30), "test", default);
        var device = new Device(
            "phone",
            PushPlatform.Webhook,
            null,
            "http://127.0.0.1:9/",
            WebhookSecret.Create(),
            Language.Chinese,
            time.GetUtcNow(),
            time.GetUtcNow());
        await process.Get<DeviceStore>().Register(account.Id, device.DeviceId, _ => device, default);
        await process.Get<Catalogue>().Release(Template, default);
        var model = (await process.Get<Catalogue>().ListModels(default))[0];

        var photo = new CheckPhoto("appear", Guid.NewGuid().ToString("N"), time.GetUtcNow(), Jpeg.Length, null, null);
        var check = Check.Create(account.Id, Template, model, "", time.GetUtcNow()).WithPhoto(photo);
        await process.Get<CheckStore>().Create(check, [], default);
        var container = new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient(PhotoBlob.Container);
        await container.CreateIfNotExistsAsync();
        await container.UploadBlobAsync(check.BlobName(photo), new BinaryData(Jpeg));
        return (signedIn.Token, check);
    }
}
