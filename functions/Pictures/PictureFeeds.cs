using SneakerCheck.Pictures.Feed;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Pictures;

/// <summary>
/// The feeds of pictures, newest first: everybody's and each account's. A page costs the same wherever it is and however long
/// the feed, and the total is kept, not counted. README.md, "The feed".
/// </summary>
/// <param name="documents">Hold the feeds.</param>
/// <param name="time">Measures the waits between tries.</param>
/// <param name="sizes">How large nodes become; those of one store stay the same.</param>
public sealed class PictureFeeds(IDocuments documents, TimeProvider time, FeedSizes sizes)
{
    /// <summary>The most entries of one page.</summary>
    public const int MaximumLimit = 100;

    private readonly FeedWriters writers = new(partition => new FeedWriter(new FeedDocuments(documents, partition), time, sizes));

    /// <summary>Feeds with nodes of the usual sizes.</summary>
    public PictureFeeds(IDocuments documents, TimeProvider time)
        : this(documents, time, new FeedSizes())
    {
    }

    /// <summary>A page of one account's pictures, or of everybody's.</summary>
    /// <param name="accountId">Whose; null for everybody's.</param>
    /// <param name="skip">Newer pictures that come before the page; a page beyond the end is empty.</param>
    /// <param name="limit">Entries of the page, 1 to <see cref="MaximumLimit"/>.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="Platform.Errors.Refusal">503 <c>try_again</c>: the feed changed too fast at every try.</exception>
    public Task<FeedPage> Page(long? accountId, long skip, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaximumLimit);
        return FeedReader.Page(new FeedDocuments(documents, FeedDocuments.PartitionOf(accountId)), time, skip, limit, cancellation);
    }

    /// <summary>Adds a picture at its id's place; false where it is there already, and stays as it is.</summary>
    /// <param name="accountId">Whose feed; null for everybody's.</param>
    /// <param name="entry">The picture.</param>
    /// <param name="cancellation">Ends the wait; whether the picture is added is then not known.</param>
    /// <exception cref="Platform.Errors.Refusal">503 <c>try_again</c>: nothing was done.</exception>
    public Task<bool> Add(long? accountId, FeedEntry entry, CancellationToken cancellation) =>
        writers.Change(FeedDocuments.PartitionOf(accountId), new FeedChange(entry.Id, entry), cancellation);

    /// <summary>Removes a picture; false where it is not there.</summary>
    /// <param name="accountId">Whose feed; null for everybody's.</param>
    /// <param name="id">The picture.</param>
    /// <param name="cancellation">Ends the wait; whether the picture is removed is then not known.</param>
    /// <exception cref="Platform.Errors.Refusal">503 <c>try_again</c>: nothing was done.</exception>
    public Task<bool> Remove(long? accountId, long id, CancellationToken cancellation) =>
        writers.Change(FeedDocuments.PartitionOf(accountId), new FeedChange(id, null), cancellation);
}
