using SneakerCheck.Pictures;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Pictures.Feed;

/// <summary>What callers hear when the store fails, or when others are always faster.</summary>
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
    public async Task A_failure_of_the_store_reaches_every_caller_and_later_changes_go_on()
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
    public async Task A_change_that_others_outrun_a_few_times_is_made()
    {
        var rivals = 0;
        troubled.OnCommit = () => ++rivals < 10 ? CommitResult.Failed(CommitOutcome.Changed, 0) : null;

        Assert.True(await feeds.Add(null, FeedArea.Entry(1), default));
        Assert.Equal(10, rivals);
        Assert.Equal(1, area.Documents.Commits);
    }

    [Fact]
    public async Task A_change_that_others_outrun_at_every_try_may_be_tried_again()
    {
        troubled.OnCommit = () => CommitResult.Failed(CommitOutcome.Changed, 0);

        var refusal = await Assert.ThrowsAsync<Refusal>(() => feeds.Add(null, FeedArea.Entry(1), default));
        Assert.Equal((503, "try_again"), (refusal.Status, refusal.Code));
        Assert.Equal(0, area.Documents.Commits);
    }

    [Fact]
    public async Task A_reader_begins_again_where_a_node_is_gone_and_gives_up_in_the_end()
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
    public async Task Who_no_longer_waits_is_not_waited_for_and_a_change_that_was_not_begun_is_not_made()
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
