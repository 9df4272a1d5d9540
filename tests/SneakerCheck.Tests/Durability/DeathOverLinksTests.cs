using Azure.Storage.Blobs;
using SneakerCheck.Accounts;
using SneakerCheck.Checks;
using SneakerCheck.Tests.Hosting;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Durability;

/// <summary>
/// Upload links of a check. The process dies once: before the first write, between the first and the second, and so on to the last.
/// Photos that are uploaded after their check was deleted, or after another photo took their place, are deleted.
/// </summary>
[Trait(Speed.Category, Speed.Slow)]
public sealed class DeathOverLinksTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string Opening = """{"meta_tag":"v0.1","shoe_model":"adidas_superstar","files":"required"}""";

    private const string Again =
        """[{"view":"appear","content_type":"image/jpeg","size":3},{"view":"tag","content_type":"image/jpeg","size":3}]""";

    private readonly Dictionary<string, string?> settings = MortalProcess.Settings(azurite.ConnectionString);

    private readonly ManualTime time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_left_behind_whichever_write_was_the_last(bool isDeleted)
    {
        var fate = new Fate(0);
        for (var lastWrite = 0; ; lastWrite++)
        {
            using var file = new SqliteFile();
            var (token, owner) = await SignIn(file);
            fate = new Fate(lastWrite);
            await using (var mortal = new MortalProcess(file.Database, time, settings, fate))
            {
                if (await mortal.Call(token, Opening, request => mortal.Function<CreateTask>().Run(request, default)) is not null)
                {
                    // The links have expired by then and are requested again.
                    time.Advance(TimeSpan.FromMinutes(16));
                    var opened = Assert.Single(await Checks(mortal, owner));
                    await mortal.Call(
                        token, Again, request => mortal.Function<AddFile>().Run(request, opened.Id, default));
                }
            }

            await using var next = new MortalProcess(file.Database, time, settings, new Fate(int.MaxValue));
            time.Advance(TimeSpan.FromSeconds(30));
            await next.Recover();
            foreach (var check in await Checks(next, owner))
            {
                var links = check.Photos.Select(check.BlobName).ToList();
                if (isDeleted)
                    await next.Call(token, "", request => next.Function<DeleteTask>().Run(request, check.Id, default));
                foreach (var link in links)
                    await Photos.UploadBlobAsync(link, new BinaryData(new byte[] { 0xFF, 0xD8, 0xFF }));
            }
            // After the last link has expired and all further scheduled clean-ups are due.
            foreach (var later in new[] { TimeSpan.FromMinutes(36), TimeSpan.FromMinutes(36) })
            {
                time.Advance(later);
                await next.Recover();
            }

            var shown = (await Checks(next, owner)).SelectMany(check => check.Photos.Select(check.BlobName));
            var story = $"died after {lastWrite} of: {string.Join(", ", fate.Writes)}";
            Assert.True((await Stored(owner)).SetEquals(shown), story);
            Assert.True(await Count(file, "SELECT count(*) FROM documents WHERE kind = 'outbox'") == 0, story);
            Assert.True(await Count(file, "SELECT count(*) FROM messages") == 0, story);
            if (!fate.IsDead)
                break;
        }

        // Both orders for later are left to the sweep; what the second call replaces is cleared away at once.
        Assert.Equal(["commit", "commit", "send photo-cleanups", "commit"], fate.Writes);
    }

    private BlobContainerClient Photos => new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient(PhotoBlob.Container);

    private async Task<HashSet<string>> Stored(long owner)
    {
        var names = new HashSet<string>();
        await foreach (var blob in Photos.GetBlobsAsync(prefix: $"{owner}/"))
            names.Add(blob.Name);
        return names;
    }

    private static async Task<IReadOnlyList<Check>> Checks(MortalProcess process, long owner) =>
        [.. (await process.Get<CheckStore>().List(owner, null, 10, null, default)).Items.Select(document => document.Value)];

    private static Task<long> Count(SqliteFile file, string sql) =>
        file.Database.Read(session => session.Query(sql, row => row.GetInt64(0))[0]);

    private async Task<(string Token, long Owner)> SignIn(SqliteFile file)
    {
        await Photos.CreateIfNotExistsAsync();
        await using var process = new MortalProcess(file.Database, time, settings, new Fate(int.MaxValue));
        var account = (await process.Get<AccountStore>().Create(
            id => new Account(id, "owner", "owner", null, null, "", AccountRole.Member, AccountStatus.Active, 10, 0, time.GetUtcNow()),
            default)).Value;
        return ((await process.Get<SignIn>().Open(account, TimeSpan.FromDays(30), "test", default)).Token, account.Id);
    }
}
