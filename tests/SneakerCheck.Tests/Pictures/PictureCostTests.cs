using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Pictures;
using SneakerCheck.Pictures.Feed;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Pictures;

/// <summary>The document operations of a request for a page, from checking the token to the last user name.</summary>
public sealed class PictureCostTests
{
    [Trait(Speed.Category, Speed.Slow)]
    [Fact]
    public async Task The_cost_of_a_page_depends_neither_on_its_number_nor_on_the_length_of_the_feed()
    {
        RecordingDocuments? recorded = null;
        await using var host = await TestHost.Start(configure: builder => builder.Services.AddSingleton<IDocuments>(
            services => recorded = new RecordingDocuments(services.GetRequiredService<SqliteDocuments>())));
        var documents = recorded ?? throw new InvalidOperationException("Nothing asked for documents.");
        var user = await PictureClient.Create(host);
        var account = (await host.Services.GetRequiredService<AccountStore>().FindByIdentity(user.UserName, default))!.Value.Id;

        await Add(host, account, 1, 64);
        // Session and account of the token; root, branch and leaf; the account that posted the pictures.
        Assert.Equal((6, 0, 0), await Cost(documents, user, "page=1"));
        // Plus the claim of the user name and its account.
        Assert.Equal((8, 0, 0), await Cost(documents, user, $"page=1&username={user.UserName}"));

        await Add(host, account, 65, 20_480);
        foreach (var page in new[] { 1, 5, 17, 1000 })
        {
            var (reads, queries, commits) = await Cost(documents, user, $"page={page}");
            Assert.InRange(reads, 6, 7);
            Assert.Equal((0, 0), (queries, commits));
            Assert.Equal((reads + 2, 0, 0), await Cost(documents, user, $"page={page}&username={user.UserName}"));
        }
    }

    private static async Task Add(TestHost host, long account, int from, int to)
    {
        var feeds = host.Services.GetRequiredService<PictureFeeds>();
        await Parallel.ForEachAsync(new long?[] { null, account }, async (feed, _) => await Task.WhenAll(
            Enumerable.Range(from, to - from + 1).Select(id =>
                feeds.Add(feed, new FeedEntry(id, account, $"{id}", "image/png", 1, null), default))));
    }

    private static async Task<(int Reads, int Queries, int Commits)> Cost(RecordingDocuments documents, PictureClient user, string query)
    {
        documents.Forget();
        Assert.Equal(20, (await user.List($"{query}&fields=url")).List("pictures").Count());
        // Excludes the operations of the host's timers.
        var calls = documents.Calls.Where(call => call.Kind is not ("outbox" or "check")).ToArray();
        return (
            calls.Count(call => call.Operation == DocumentOperation.Read),
            calls.Count(call => call.Operation is DocumentOperation.Query or DocumentOperation.Count),
            calls.Count(call => call.Operation == DocumentOperation.Commit));
    }
}
