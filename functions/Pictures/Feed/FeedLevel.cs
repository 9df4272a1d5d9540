namespace SneakerCheck.Pictures.Feed;

/// <summary>
/// Keeps the nodes of one level neither too large nor too small. A node from which something moves, or into which, is replaced by
/// new ones: a reader who comes from an older version of the level above misses it and begins again, where it would otherwise
/// pass over what has moved, or meet it twice.
/// </summary>
/// <param name="most">Items of a node.</param>
/// <param name="open">Makes what is in a node known; false where it must be read first.</param>
/// <param name="gone">Told of stored nodes that are no more.</param>
internal sealed class FeedLevel<T>(int most, Func<FeedDraft<T>, bool> open, Action<FeedChild> gone)
    where T : IFeedItem
{
    /// <summary>Brings changed nodes to a right size.</summary>
    /// <param name="nodes">Neighbours, oldest first.</param>
    /// <param name="isNewest">Whether they end with the newest of the level, which may be small: it has just begun.</param>
    /// <returns>Whether any was replaced.</returns>
    public bool Balance(List<FeedDraft<T>> nodes, bool isNewest)
    {
        var isReplaced = false;
        for (var i = 0; i < nodes.Count;)
        {
            var mayBeSmall = isNewest && i == nodes.Count - 1;
            var next = nodes[i] switch
            {
                { IsChanged: false } => i + 1,
                { Items: [] } => Remove(nodes, i),
                { Items: var items } when items!.Count > most => Split(nodes, i, mayBeSmall),
                { Items: var items } when items!.Count < most / 4 && !mayBeSmall && nodes.Count > 1 => Join(nodes, i),
                _ => i + 1,
            };
            isReplaced |= next != i + 1;
            i = next;
        }
        return isReplaced;
    }

    // Each of these returns the index of the node to look at next.
    private int Remove(List<FeedDraft<T>> nodes, int index)
    {
        Discard(nodes[index]);
        nodes.RemoveAt(index);
        return index;
    }

    private int Split(List<FeedDraft<T>> nodes, int index, bool isNewest)
    {
        var node = nodes[index];
        FeedDraft<T>[] parts = [.. isNewest && node.Items!.Skip(most).All(item => item.IsFresh) ? Continue(node) : Divide(node)];
        nodes.RemoveAt(index);
        nodes.InsertRange(index, parts);
        return index + parts.Length;
    }

    private int Join(List<FeedDraft<T>> nodes, int index)
    {
        var older = Math.Max(index - 1, 0);
        var (left, right) = (nodes[older], nodes[older + 1]);
        // Asked for both at once.
        if (!open(left) | !open(right))
            return index + 1;
        Discard(left);
        Discard(right);
        nodes.RemoveAt(older + 1);
        nodes[older] = new(null, [.. left.Items!, .. right.Items!]);
        // Too large now, perhaps, or still too small.
        return older;
    }

    /// <summary>What a node held stays where it is, and what is new goes on in new nodes: pictures come in nearly their order.</summary>
    private IEnumerable<FeedDraft<T>> Continue(FeedDraft<T> node)
    {
        var parts = node.Items!.Chunk(most).ToArray();
        node.Open(parts[0]);
        return [node, .. parts.Skip(1).Select(part => new FeedDraft<T>(null, [.. part]))];
    }

    private IEnumerable<FeedDraft<T>> Divide(FeedDraft<T> node)
    {
        Discard(node);
        var (items, parts) = (node.Items!, (node.Items!.Count + most - 1) / most);
        return Enumerable.Range(0, parts).Select(part => new FeedDraft<T>(
            null, items[(items.Count * part / parts)..(items.Count * (part + 1) / parts)]));
    }

    private void Discard(FeedDraft<T> node)
    {
        if (node.Stored is { } stored)
            gone(stored);
    }
}
