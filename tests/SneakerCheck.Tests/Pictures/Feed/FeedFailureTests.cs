using SneakerCheck.Pictures;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Pictures.Feed;

/// <summary>What callers get when the store fails, or when every attempt loses the race.</summary>
public sealed class FeedFailureTests : IDisposable
{
    private readonly FeedArea area = new();
    private readonly TroubledDocuments troubled;
    private readonly PictureFeeds feeds;

    public FeedFailureTests()
    {
        troubled = new(area.Documents);
        feeds = new(troubled, new InstantTime());
    }

    public void Dispose() => area.Dispose();

    [Fact]
    public async Task A_store_failure_reaches_every_caller_and_later_changes_succeed()
    {
        troubled.OnCommit = () => throw new IOException();
        var failed = Enumerable.Range(1, 100).Select(id => feeds.Add(null, FeedArea.Entry(id), default)).ToArray();
        foreach (var change in failed)
            await Assert.ThrowsAsync<IOException>(() => change);
        troubled.OnCommit = null;

        Assert.True(await feeds.Add(null, FeedArea.Entry(1), default));
        Assert.Equal(1, (await feeds.Page(null, 0, 10, default)).Total);
    }

    [Fact]
    public async Task A_change_that_loses_the_race_a_few_times_succeeds()
    {
        var rivals = 0;
        troubled.OnCommit = () => ++rivals < 10 ? CommitResult.Failed(CommitOutcome.Changed, 0) : null;

        Assert.True(await feeds.Add(null, FeedArea.Entry(1), default));
        Assert.Equal(10, rivals);
        Assert.Equal(1, area.Documents.Commits);
    }

    [Fact]
    public async Task A_change_that_always_loses_the_race_is_refused_with_try_again()
    {
        troubled.OnCommit = () => CommitResult.Failed(CommitOutcome.Changed, 0);

        var refusal = await Assert.ThrowsAsync<Refusal>(() => feeds.Add(null, FeedArea.Entry(1), default));
        Assert.Equal((503, "try_again"), (refusal.Status, refusal.Code));
        Assert.Equal(0, area.Documents.Commits);
    }

    [Fact]
    public async Task A_reader_that_misses_a_node_starts_again_and_finally_gives_up()
    {
        await area.Add([1, 2, 3]);
        var missing = 3;
        troubled.IsMissing = kind => kind == "feed-leaf" && missing-- > 0;
        Assert.Equal(3, (await feeds.Page(null, 0, 10, default)).Entries.Length);

        troubled.IsMissing = kind => kind == "feed-leaf";
        var refusal = await Assert.ThrowsAsync<Refusal>(() => feeds.Page(null, 0, 10, default));
        Assert.Equal((503, "try_again"), (refusal.Status, refusal.Code));
    }

    [Fact]
    public async Task A_cancelled_caller_returns_at_once_and_its_change_is_not_made_if_it_was_not_started()
    {
        using var cancellation = new CancellationTokenSource();
        var (reached, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        troubled.BeforeCommit = async () =>
        {
            reached.TrySetResult();
            await released.Task;
        };
        var first = feeds.Add(null, FeedArea.Entry(1), default);
        await reached.Task;
        var withdrawn = feeds.Add(null, FeedArea.Entry(2), cancellation.Token);
        var last = feeds.Add(null, FeedArea.Entry(3), default);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawn);
        released.SetResult();

        Assert.DoesNotContain(false, await Task.WhenAll(first, last));
        Assert.Equal([1, 3], (await area.CheckedEntries()).Select(entry => entry.Id));
    }
}
