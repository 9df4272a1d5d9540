namespace SneakerCheck.Pictures.Feed;

/// <summary>
/// Splits and merges the nodes of one level, so that none is too large or too small. Nodes between which items move are replaced by
/// new nodes. A reader with an outdated parent then finds its node missing and starts again; otherwise it could skip the moved items
/// or read them twice.
/// </summary>
/// <param name="maximum">Maximum number of items of a node.</param>
/// <param name="open">Opens the items of a node; false if the node must be read from the store first.</param>
/// <param name="deleted">Called with each stored node that is replaced.</param>
internal sealed class FeedLevel<T>(int maximum, Func<FeedDraft<T>, bool> open, Action<FeedChild> deleted)
    where T : IFeedItem
{
    /// <summary>Splits and merges changed nodes.</summary>
    /// <param name="nodes">Neighbouring nodes, oldest first.</param>
    /// <param name="isNewest">Whether the last one is the newest of the level, which may be small because it is still filling.</param>
    /// <returns>Whether any node was replaced.</returns>
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
                { Items: var items } when items!.Count > maximum => Split(nodes, i, mayBeSmall),
                { Items: var items } when items!.Count < maximum / 4 && !mayBeSmall && nodes.Count > 1 => Join(nodes, i),
                _ => i + 1,
            };
            isReplaced |= next != i + 1;
            i = next;
        }
        return isReplaced;
    }

    // Remove, Split and Join return the index of the node to check next.
    private int Remove(List<FeedDraft<T>> nodes, int index)
    {
        Discard(nodes[index]);
        nodes.RemoveAt(index);
        return index;
    }

    private int Split(List<FeedDraft<T>> nodes, int index, bool isNewest)
    {
        var node = nodes[index];
        FeedDraft<T>[] parts = [.. isNewest && node.Items!.Skip(maximum).All(item => item.IsNew) ? Continue(node) : Divide(node)];
        nodes.RemoveAt(index);
        nodes.InsertRange(index, parts);
        return index + parts.Length;
    }

    private int Join(List<FeedDraft<T>> nodes, int index)
    {
        var older = Math.Max(index - 1, 0);
        var (left, right) = (nodes[older], nodes[older + 1]);
        // No short-circuit, so that both are read together.
        if (!open(left) | !open(right))
            return index + 1;
        Discard(left);
        Discard(right);
        nodes.RemoveAt(older + 1);
        nodes[older] = new(null, [.. left.Items!, .. right.Items!]);
        // The merged node may be too large, or still too small.
        return older;
    }

    /// <summary>Keeps the full node and puts the new items into new nodes, because pictures arrive nearly in order.</summary>
    private IEnumerable<FeedDraft<T>> Continue(FeedDraft<T> node)
    {
        var parts = node.Items!.Chunk(maximum).ToArray();
        node.Open(parts[0]);
        return [node, .. parts.Skip(1).Select(part => new FeedDraft<T>(null, [.. part]))];
    }

    private IEnumerable<FeedDraft<T>> Divide(FeedDraft<T> node)
    {
        Discard(node);
        var (items, parts) = (node.Items!, (node.Items!.Count + maximum - 1) / maximum);
        return Enumerable.Range(0, parts).Select(part => new FeedDraft<T>(
            null, items[(items.Count * part / parts)..(items.Count * (part + 1) / parts)]));
    }

    private void Discard(FeedDraft<T> node)
    {
        if (node.Stored is { } stored)
            deleted(stored);
    }
}
