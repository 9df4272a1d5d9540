using Azure.Storage.Blobs;
using SneakerCheck.Accounts;
using SneakerCheck.Checks;
using SneakerCheck.Pictures;
using SneakerCheck.Tests.Checks;
using SneakerCheck.Tests.Hosting;
using SneakerCheck.Tests.Pictures;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Durability;

/// <summary>
/// Pictures are posted, deleted and published. The process dies once, before any of its writes: commits, messages and blobs.
/// Afterwards the feeds, counts and blobs agree with the existing pictures.
/// </summary>
[Trait(Speed.Category, Speed.Slow)]
public sealed class DeathOverPicturesTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private readonly Dictionary<string, string?> settings = MortalProcess.Settings(azurite.ConnectionString);

    private readonly ManualTime time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_picture_is_posted_whole_or_not_at_all(bool isContentThere) => Die(
        $"post, {(isContentThere ? "known" : "new")} content",
        async (process, owner) =>
        {
            if (isContentThere)
                await Post(process, owner);
        },
        Post,
        async (process, owner, wasAnswered) =>
        {
            var expected = isContentThere ? 2 : 1;
            var own = await Own(process, owner);
            Assert.InRange(own.Length, wasAnswered ? expected : expected - 1, expected);
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_picture_is_deleted_whole_or_not_at_all(bool isContentShared)
    {
        long id = 0;
        return Die(
            $"delete, {(isContentShared ? "shared" : "own")} content",
            async (process, owner) =>
            {
                await Post(process, owner);
                id = (await Own(process, owner)).Single();
                if (isContentShared)
                    await Post(process, owner);
            },
            (process, owner) => process.Call(
                owner.Token, "", request => process.Function<DeletePicture>().Run(request, $"{id}", default)),
            async (process, owner, wasAnswered) =>
            {
                var own = await Own(process, owner);
                Assert.True(!wasAnswered || !own.Contains(id));
                Assert.Equal(isContentShared, own.Any(other => other != id));
            });
    }

    [Fact]
    public Task A_checks_photo_is_published_once_or_not_at_all()
    {
        var task = "";
        return Die(
            "publish",
            async (process, owner) => task = await FinishedCheck(process, owner),
            (process, owner) => process.Call(
                owner.Token, "{}", request => process.Function<PublishPhotos>().Run(request, task, default)),
            async (process, owner, wasAnswered) =>
            {
                var own = await Own(process, owner);
                var chosen = await process.Get<PublicationStore>().Find(owner.Id, task, default);
                Assert.True(!wasAnswered || chosen is not null);
                // Once the choice is committed the picture appears, even if its owner got no reply.
                Assert.Equal(chosen is null ? [] : chosen.Value.Photos.Select(photo => photo.PictureId), own);
            });
    }

    private async Task Die(
        string story,
        Func<MortalProcess, Owner, Task> prepare,
        Func<MortalProcess, Owner, Task<int?>> act,
        Func<MortalProcess, Owner, bool, Task> verify)
    {
        var fate = new Fate(0);
        for (var lastWrite = 0; ; lastWrite++)
        {
            using var file = new SqliteFile();
            Owner owner;
            var whole = new Fate(int.MaxValue);
            await using (var process = new MortalProcess(file.Database, time, settings, whole))
            {
                owner = await CreateOwner(process);
                await prepare(process, owner);
                await process.Work();
            }

            fate = new Fate(lastWrite);
            int? status;
            await using (var mortal = new MortalProcess(file.Database, time, settings, fate))
            {
                status = await act(mortal, owner);
                await mortal.Work();
            }

            var after = new Fate(int.MaxValue);
            await using var next = new MortalProcess(file.Database, time, settings, after);
            // Then past the time of every delayed message, and of those that they send.
            foreach (var later in new[] { TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(30) })
            {
                time.Advance(later);
                await next.Recover();
            }

            var blobs = whole.Writes.Concat(fate.Writes).Concat(after.Writes)
                .Where(write => write.StartsWith("PUT ", StringComparison.Ordinal)).Select(write => write[4..]).Distinct();
            try
            {
                await verify(next, owner, status is 200 or 201);
                await VerifyAgreement(next, file, owner, blobs);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"{story}: died after {lastWrite} of: {string.Join(", ", fate.Writes)}", exception);
            }

            if (!fate.IsDead)
                break;
        }

        Assert.InRange(fate.Writes.Count, 5, 40);
    }

    // Both feeds have the same pictures, all of them published. The contents' counts match them, and no other blob is left.
    private async Task VerifyAgreement(MortalProcess process, SqliteFile file, Owner owner, IEnumerable<string> written)
    {
        var (feeds, pictures, contents) = (process.Get<PictureFeeds>(), process.Get<PictureStore>(), process.Get<PictureContents>());
        var all = await feeds.Page(null, 0, 100, default);
        var own = await feeds.Page(owner.Id, 0, 100, default);
        Assert.Equal(all.Entries.AsEnumerable(), own.Entries);
        Assert.Equal((all.Entries.Length, all.Entries.Length), (all.Total, own.Total));
        var shown = new List<Picture>();
        foreach (var entry in own.Entries)
        {
            var picture = (await pictures.Find(entry.Id, default))!.Value;
            Assert.Equal((PictureState.Published, entry), (picture.State, picture.Entry()));
            shown.Add(picture);
        }

        foreach (var same in shown.GroupBy(picture => picture.Sha256))
        {
            var content = await contents.Find(same.Key, default);
            Assert.Equal((same.Count(), same.First().Blob), (content!.References, content.Blob));
        }

        Assert.Equal(shown.Select(picture => picture.Sha256).Distinct().Count(), await Documents("picture-content"));
        Assert.Equal(shown.Count, await Documents("picture-reference"));
        Assert.Equal(shown.Count, await Documents("picture-held"));
        Assert.Equal(
            new PictureUse(shown.Count, shown.Sum(picture => picture.Size)), await process.Get<PictureQuota>().Use(owner.Id, default));
        Assert.Equal(0, await Documents("outbox"));
        Assert.Empty(await process.Queue.Count());
        var container = new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient(PictureBlob.Container);
        var left = new List<string>();
        foreach (var name in written)
        {
            if (await container.GetBlobClient(name).ExistsAsync())
                left.Add(name);
        }

        Assert.Equal(shown.Select(picture => picture.Blob).Distinct().Order(), left.Order());

        Task<long> Documents(string kind) => file.Database.Read(
            session => session.Query("SELECT count(*) FROM documents WHERE kind = @kind", row => row.GetInt64(0), ("@kind", kind))[0]);
    }

    private async Task<Owner> CreateOwner(MortalProcess process)
    {
        var account = (await process.Get<AccountStore>().Create(
            id => new Account(id, "owner", "owner", null, null, "", AccountRole.Member, AccountStatus.Active, 10, 0, time.GetUtcNow()),
            default)).Value;
        var signedIn = await process.Get<SignIn>().Open(account, TimeSpan.FromDays(30), "test", default);
        return new Owner(account.Id, signedIn.Token, PictureClient.NewImage());
    }

    private async Task<string> FinishedCheck(MortalProcess process, Owner owner)
    {
        var photo = new CheckPhoto("appear", Guid.NewGuid().ToString("N"), time.GetUtcNow(), 1, null, null);
        var model = (await process.Get<Catalogue>().ListModels(default))[0];
        var template = (await process.Get<Catalogue>().ListTemplates(default))[0];
        var check = Check.Create(owner.Id, template, model, "", time.GetUtcNow());
        var container = new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient(PhotoBlob.Container);
        await container.CreateIfNotExistsAsync();
        var stored = (await container.UploadBlobAsync(check.BlobName(photo), new BinaryData(TestPhoto.Unique()))).Value;
        check = check.WithPhoto(photo with { Submitted = new SubmittedPhoto($"{stored.ETag}", 1, 1, 1) }) with
        {
            State = CheckState.Finished,
            Answer = Answer.NotSure,
        };
        await process.Get<CheckStore>().Create(check, [], default);
        return check.Id;
    }

    private static Task<int?> Post(MortalProcess process, Owner owner) => process.Call(
        owner.Token,
        $$"""{"data":"{{Convert.ToBase64String(owner.Image)}}"}""",
        request => process.Function<AddPicture>().Run(request, default));

    private static async Task<long[]> Own(MortalProcess process, Owner owner) =>
        [.. (await process.Get<PictureFeeds>().Page(owner.Id, 0, 100, default)).Entries.Select(entry => entry.Id)];

    private sealed record Owner(long Id, string Token, byte[] Image);
}
