using System.Globalization;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Pictures.Feed;

/// <summary>A feed's documents: a partition of its own, so that a change of the whole tree is one commit.</summary>
public sealed class FeedDocuments(IDocuments documents, string partition)
{
    /// <summary>The id of a feed's root; other nodes have their number.</summary>
    public const string RootId = "root";

    /// <summary>Roots.</summary>
    public static readonly DocumentKind<FeedRoot> Roots = new("feed-root", FeedJson.Default.FeedRoot);

    /// <summary>Branches.</summary>
    public static readonly DocumentKind<FeedBranch> Branches = new("feed-branch", FeedJson.Default.FeedBranch);

    /// <summary>Leaves.</summary>
    public static readonly DocumentKind<FeedLeaf> Leaves = new("feed-leaf", FeedJson.Default.FeedLeaf);

    /// <summary>Where they are.</summary>
    public string Partition => partition;

    /// <summary>The partition of one account's feed, or of everybody's.</summary>
    public static string PartitionOf(long? accountId) =>
        accountId is { } account ? string.Create(CultureInfo.InvariantCulture, $"pictures-{account}") : "pictures";

    /// <summary>The id of a branch or leaf.</summary>
    public static string Id(long node) => node.ToString(CultureInfo.InvariantCulture);

    /// <summary>The root; null where the feed never held a picture.</summary>
    public Task<Document<FeedRoot>?> Root(CancellationToken cancellation) =>
        documents.Read(Roots, partition, RootId, cancellation);

    /// <summary>Nodes of one kind, read together; null where one of them is gone, and who told of it is old.</summary>
    public async Task<Document<T>[]?> Read<T>(DocumentKind<T> kind, IReadOnlyCollection<long> nodes, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(nodes.Select(node => documents.Read(kind, partition, Id(node), cancellation)));
        return found.Contains(null) ? null : [.. found.OfType<Document<T>>()];
    }

    /// <summary>Carries out a change of the tree.</summary>
    public Task<CommitResult> Commit(Commit commit, CancellationToken cancellation) => documents.Commit(commit, cancellation);
}
