using System.Globalization;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Pictures.Feed;

/// <summary>The documents of a feed. They share one partition, so that a change of the tree is one commit.</summary>
public sealed class FeedDocuments(IDocuments documents, string partition)
{
    /// <summary>The id of the root document. The ids of other nodes are their numbers.</summary>
    public const string RootId = "root";

    public static readonly DocumentKind<FeedRoot> Roots = new("feed-root", FeedJson.Default.FeedRoot);

    public static readonly DocumentKind<FeedBranch> Branches = new("feed-branch", FeedJson.Default.FeedBranch);

    public static readonly DocumentKind<FeedLeaf> Leaves = new("feed-leaf", FeedJson.Default.FeedLeaf);

    public string Partition => partition;

    /// <summary>The partition of one account's feed, or of the feed of all pictures if null.</summary>
    public static string PartitionOf(long? accountId) =>
        accountId is { } account ? string.Create(CultureInfo.InvariantCulture, $"pictures-{account}") : "pictures";

    public static string Id(long node) => node.ToString(CultureInfo.InvariantCulture);

    /// <summary>The root; null if the feed never held a picture.</summary>
    public Task<Document<FeedRoot>?> Root(CancellationToken cancellation) =>
        documents.Read(Roots, partition, RootId, cancellation);

    /// <summary>Reads nodes of one kind together; null if one was deleted, which means that the parent is outdated.</summary>
    public async Task<Document<T>[]?> Read<T>(DocumentKind<T> kind, IReadOnlyCollection<long> nodes, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(nodes.Select(node => documents.Read(kind, partition, Id(node), cancellation)));
        return found.Contains(null) ? null : [.. found.OfType<Document<T>>()];
    }

    public Task<CommitResult> Commit(Commit commit, CancellationToken cancellation) => documents.Commit(commit, cancellation);
}
