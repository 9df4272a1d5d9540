using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using SneakerCheck.Accounts;
using SneakerCheck.Pictures;
using SneakerCheck.Pictures.Feed;
using SneakerCheck.Platform.Documents.Sqlite;

namespace SneakerCheck.Benchmarks;

/// <summary>This design: the Local host as a process of its own, with SQLite and the Azurite that it starts.</summary>
/// <param name="guard">Gives the folder.</param>
/// <param name="blobs">Pictures of 1 KB that are posted for <see cref="Fill"/>.</param>
internal sealed partial class PicturesOurs(PicturesGuard guard, int blobs) : IPicturesSide
{
    private const int TogetherAtMost = 8192;

    // The peer has no limits.
    private const string Unlimited = "100000000";

    internal static readonly string DotNet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    private PicturesProcess? host;
    private PicturesClient? client;
    private IReadOnlyList<FeedEntry> posted = [];

    public PicturesClient Client => client!;

    public string Folder { get; } = Path.Combine(guard.Folder, "ours");

    public IReadOnlyList<int> Processes => [host!.Id];

    public async Task Restart(CancellationToken cancellation)
    {
        await Stop();
        host = new PicturesProcess(guard, new ProcessStartInfo(DotNet, [Assembly.GetAssembly(typeof(PictureFeeds))!.Location])
        {
            Environment =
            {
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["SNEAKERCHECK_DATA"] = Folder,
                ["Pictures__PerAccount"] = Unlimited,
                ["Pictures__MegabytesPerAccount"] = Unlimited,
                ["Pictures__PerHour"] = Unlimited,
                ["Pictures__MegabytesPerHour"] = Unlimited,
                // If the host is killed, Azurite ends as well.
                ["END_WITH_INPUT"] = "1",
            },
        });
        client = await PicturesClient.SignIn(await host.Find(Address(), cancellation), cancellation);
    }

    /// <summary>Uses the feed's own code while the host is stopped; the entries share the posted blobs.</summary>
    public async Task Fill(int count, CancellationToken cancellation)
    {
        if (posted.Count == 0)
            await PicturesUploads.Post(this, PicturesBodies.Distinct(blobs, 1024), 8, cancellation);
        await Stop();
        using (var database = SqliteDatabase.Open(Path.Combine(Folder, "sneakercheck.db")))
        {
            var documents = new SqliteDocuments(database, TimeProvider.System);
            var accounts = new AccountStore(documents, TimeProvider.System);
            var feeds = new PictureFeeds(documents, TimeProvider.System);
            if (posted.Count == 0)
                posted = await Newest(feeds, blobs, cancellation);
            var one = await IdOf(accounts, PicturesPlan.One, cancellation);
            var other = await IdOf(accounts, PicturesPlan.Other, cancellation);
            var next = (await Newest(feeds, 1, cancellation))[0].Id + 1;
            var entries = Enumerable.Range(0, count).Select(i => posted[i % posted.Count] with
            {
                Id = next + i,
                AccountId = i % PicturesPlan.OneInOthers == 0 ? other : one,
            });
            foreach (var some in entries.Chunk(TogetherAtMost))
            {
                await Task.WhenAll(some.SelectMany(entry => (Task[])
                    [feeds.Add(null, entry, cancellation), feeds.Add(entry.AccountId, entry, cancellation)]));
            }
        }

        await Restart(cancellation);
    }

    public async ValueTask DisposeAsync() => await Stop();

    private static async Task<IReadOnlyList<FeedEntry>> Newest(PictureFeeds feeds, int count, CancellationToken cancellation)
    {
        List<FeedEntry> entries = [];
        while (entries.Count < count)
        {
            var limit = Math.Min(count - entries.Count, PictureFeeds.MaximumLimit);
            entries.AddRange((await feeds.Page(null, entries.Count, limit, cancellation)).Entries);
        }
        return entries;
    }

    private static async Task<long> IdOf(AccountStore accounts, string name, CancellationToken cancellation) =>
        (await accounts.FindByIdentity(name, cancellation))!.Value.Id;

    private async Task Stop()
    {
        client?.Dispose();
        if (host is not null)
            await host.DisposeAsync();
        (client, host) = (null, null);
    }

    [GeneratedRegex(@"^SneakerCheck\s+(http\S+)")]
    private static partial Regex Address();
}
