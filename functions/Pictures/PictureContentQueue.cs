using System.Collections.Immutable;
using SneakerCheck.Pictures.Feed;

namespace SneakerCheck.Pictures;

/// <summary>
/// The bytes of a page's pictures in order: while one is sent, storage is already asked for the next few. What was opened and not
/// taken is closed in the end.
/// </summary>
/// <param name="pictures">The pictures.</param>
/// <param name="open">Opens one; null where its bytes are gone.</param>
public sealed class PictureContentQueue(ImmutableArray<FeedEntry> pictures, Func<FeedEntry, Task<Stream?>> open) : IAsyncDisposable
{
    private const int Ahead = 4;
    private readonly Queue<Task<Stream?>> opened = new();
    private int next;

    /// <summary>Opens the first ones, so that a storage that does not answer is known before anything is sent.</summary>
    /// <returns>Whether there is a first one.</returns>
    public async Task<bool> Begin()
    {
        OpenAhead();
        try
        {
            return opened.TryPeek(out var first) && await first is not null;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>The bytes of the next picture; null where they are gone.</summary>
    public Task<Stream?> Next()
    {
        OpenAhead();
        return opened.Dequeue();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (opened.TryDequeue(out var stream))
        {
            try
            {
                if (await stream is { } content)
                    await content.DisposeAsync();
            }
            catch (Exception)
            {
                // It is not wanted any more; the failure that ended the reply is the one to tell of.
            }
        }
    }

    private void OpenAhead()
    {
        while (opened.Count < Ahead && next < pictures.Length)
            opened.Enqueue(open(pictures[next++]));
    }
}
