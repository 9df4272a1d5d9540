using System.Diagnostics.CodeAnalysis;

namespace SneakerCheck.Pictures.Feed;

/// <summary>What nodes hold while a change is worked out: an entry, or another node.</summary>
internal interface IFeedItem
{
    /// <summary>Pictures in it.</summary>
    long Count { get; }

    /// <summary>The oldest of them.</summary>
    long Least { get; }

    /// <summary>Whether all of it came with this change.</summary>
    bool IsFresh { get; }
}

/// <summary>An entry while a change is worked out.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="IsFresh">Whether it came with this change.</param>
internal sealed record FeedDraftEntry(FeedEntry Entry, bool IsFresh) : IFeedItem
{
    public long Count => 1;

    public long Least => Entry.Id;
}

/// <summary>A leaf or branch while a change is worked out.</summary>
/// <param name="stored">What the node above it knows; null for a new node.</param>
/// <param name="items">What is in it, oldest first; null as long as nobody asked.</param>
internal sealed class FeedDraft<T>(FeedChild? stored, List<T>? items) : IFeedItem
    where T : IFeedItem
{
    /// <summary>The stored node; null for a new one.</summary>
    public FeedChild? Stored => stored;

    public List<T>? Items { get; private set; } = items;

    /// <summary>Whether it must be written.</summary>
    public bool IsChanged { get; set; } = stored is null;

    /// <summary>
    /// The ids that belong here begin with this one. It stands as long as the change is worked out, whatever goes or comes.
    /// </summary>
    public long From { get; } = stored?.Least ?? long.MinValue;

    public long Count => Items?.Sum(item => item.Count) ?? stored!.Count;

    public long Least => Items is null ? stored!.Least : Items[0].Least;

    public bool IsFresh => Items is not null && Items.TrueForAll(item => item.IsFresh);

    [MemberNotNullWhen(true, nameof(Items))]
    public bool IsOpen => Items is not null;

    public void Open(IEnumerable<T> stored) => Items = [.. stored];
}
