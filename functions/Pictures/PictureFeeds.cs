using SneakerCheck.Pictures.Feed;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Pictures;

/// <summary>
/// The feed of all pictures and one per account, newest first. The cost of a page depends neither on its number nor on the length of
/// the feed, and the total is stored, not counted. README.md, "The feed".
/// </summary>
/// <param name="documents">The store of the feeds.</param>
/// <param name="time">The clock for the waits between retries.</param>
/// <param name="sizes">Node sizes; they must not change for an existing store.</param>
public sealed class PictureFeeds(IDocuments documents, TimeProvider time, FeedSizes sizes)
{
    /// <summary>Maximum number of entries per page.</summary>
    public const int MaximumLimit = 100;

    private readonly FeedWriters writers = new(partition => new FeedWriter(new FeedDocuments(documents, partition), time, sizes));

    /// <summary>Feeds with the default node sizes.</summary>
    public PictureFeeds(IDocuments documents, TimeProvider time)
        : this(documents, time, new FeedSizes())
    {
    }

    /// <summary>A page of one account's pictures, or of all pictures if <paramref name="accountId"/> is null.</summary>
    /// <remarks>
    /// <paramref name="skip"/> newer pictures come before the page; a page beyond the end is empty. <paramref name="limit"/> is 1 to
    /// <see cref="MaximumLimit"/>.
    /// </remarks>
    /// <exception cref="Platform.Errors.Refusal">503 <c>try_again</c>: concurrent changes made every attempt fail.</exception>
    public Task<FeedPage> Page(long? accountId, long skip, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaximumLimit);
        return FeedReader.Page(new FeedDocuments(documents, FeedDocuments.PartitionOf(accountId)), time, skip, limit, cancellation);
    }

    /// <summary>Adds a picture, ordered by its id; false if it is there already, which changes nothing.</summary>
    /// <param name="accountId">The account whose feed it is; null for the feed of all pictures.</param>
    /// <param name="entry">The picture.</param>
    /// <param name="cancellation">Stops waiting; a change that has started is still completed.</param>
    /// <exception cref="Platform.Errors.Refusal">503 <c>try_again</c>: nothing was done.</exception>
    public Task<bool> Add(long? accountId, FeedEntry entry, CancellationToken cancellation) =>
        writers.Change(FeedDocuments.PartitionOf(accountId), new FeedChange(entry.Id, entry), cancellation);

    /// <summary>Removes a picture; false if it is not there.</summary>
    /// <param name="accountId">The account whose feed it is; null for the feed of all pictures.</param>
    /// <param name="id">The picture.</param>
    /// <param name="cancellation">Stops waiting; a change that has started is still completed.</param>
    /// <exception cref="Platform.Errors.Refusal">503 <c>try_again</c>: nothing was done.</exception>
    public Task<bool> Remove(long? accountId, long id, CancellationToken cancellation) =>
        writers.Change(FeedDocuments.PartitionOf(accountId), new FeedChange(id, null), cancellation);
}
