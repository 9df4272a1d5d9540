using System.Diagnostics.CodeAnalysis;

namespace SneakerCheck.Pictures.Feed;

/// <summary>
/// Batches the changes of a feed that wait at the same time, because a commit takes as long for many as for one. A feed has a writer
/// only while it has waiting changes.
/// </summary>
internal sealed class FeedWriters(Func<string, FeedWriter> create)
{
    private readonly Dictionary<string, List<Waiting>> feeds = [];

    /// <summary>Makes a change and returns whether it changed the feed.</summary>
    /// <remarks>Cancellation stops waiting; a change that has started is still completed.</remarks>
    public Task<bool> Change(string partition, FeedChange change, CancellationToken cancellation)
    {
        var waiting = new Waiting(change, new(TaskCreationOptions.RunContinuationsAsynchronously), cancellation);
        lock (feeds)
        {
            if (feeds.TryGetValue(partition, out var others))
            {
                others.Add(waiting);
            }
            else
            {
                feeds.Add(partition, [waiting]);
                // A separate task: the caller waits for its own change only, the writer runs while there are any.
                _ = Task.Run(() => Write(partition), CancellationToken.None);
            }
        }
        return waiting.Done.Task.WaitAsync(cancellation);
    }

    private async Task Write(string partition)
    {
        var writer = create(partition);
        while (TryTake(partition, out var taken))
            Return(partition, taken, await Write(writer, taken));
    }

    /// <summary>Makes as many changes as fit into one commit and returns their number.</summary>
    private static async Task<int> Write(FeedWriter writer, List<Waiting> taken)
    {
        try
        {
            var effects = await writer.Change(taken.ConvertAll(waiting => waiting.Change), CancellationToken.None);
            foreach (var (waiting, effect) in taken.Zip(effects))
                waiting.Done.SetResult(effect);
            return effects.Count;
        }
        catch (Exception thrown)
        {
            taken.ForEach(waiting => waiting.Done.SetException(thrown));
            return taken.Count;
        }
    }

    private bool TryTake(string partition, [NotNullWhen(true)] out List<Waiting>? taken)
    {
        lock (feeds)
        {
            var waiting = feeds[partition];
            waiting.RemoveAll(given => given.Cancellation.IsCancellationRequested);
            taken = waiting is [] ? null : waiting[..Math.Min(waiting.Count, FeedWriter.MaximumChanges)];
            if (taken is null)
                feeds.Remove(partition);
            else
                waiting.RemoveRange(0, taken.Count);
            return taken is not null;
        }
    }

    /// <summary>Puts the changes that did not fit into the commit back at the front of the queue.</summary>
    private void Return(string partition, List<Waiting> taken, int made)
    {
        lock (feeds)
            feeds[partition].InsertRange(0, taken.Skip(made));
    }

    private sealed record Waiting(FeedChange Change, TaskCompletionSource<bool> Done, CancellationToken Cancellation);
}
