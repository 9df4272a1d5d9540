using System.Diagnostics.CodeAnalysis;

namespace SneakerCheck.Pictures.Feed;

/// <summary>An item of a node while a change is computed: an entry or another node.</summary>
internal interface IFeedItem
{
    /// <summary>Number of pictures in it.</summary>
    long Count { get; }

    /// <summary>The id of the oldest of them.</summary>
    long OldestId { get; }

    /// <summary>Whether this change added all of it.</summary>
    bool IsNew { get; }
}

internal sealed record FeedDraftEntry(FeedEntry Entry, bool IsNew) : IFeedItem
{
    public long Count => 1;

    public long OldestId => Entry.Id;
}

/// <summary>A leaf or branch while a change is computed.</summary>
/// <param name="stored">Its record in the parent; null for a new node.</param>
/// <param name="items">Its items, oldest first; null until they are loaded.</param>
internal sealed class FeedDraft<T>(FeedChild? stored, List<T>? items) : IFeedItem
    where T : IFeedItem
{
    public FeedChild? Stored => stored;

    public List<T>? Items { get; private set; } = items;

    public bool IsChanged { get; set; } = stored is null;

    /// <summary>
    /// The lower bound of the ids that belong here. It stays the same while the change is computed, whatever is added or removed.
    /// </summary>
    public long From { get; } = stored?.OldestId ?? long.MinValue;

    public long Count => Items?.Sum(item => item.Count) ?? stored!.Count;

    public long OldestId => Items is null ? stored!.OldestId : Items[0].OldestId;

    public bool IsNew => Items is not null && Items.TrueForAll(item => item.IsNew);

    [MemberNotNullWhen(true, nameof(Items))]
    public bool IsOpen => Items is not null;

    public void Open(IEnumerable<T> stored) => Items = [.. stored];
}
