using System.Collections.Immutable;
using SneakerCheck.Pictures.Feed;

namespace SneakerCheck.Pictures;

/// <summary>
/// The bytes of a page's pictures in order. While one is sent, the next few are already requested from storage. Streams that were
/// opened but not taken are closed on disposal.
/// </summary>
/// <param name="pictures">The pictures.</param>
/// <param name="open">Opens the bytes of a picture; null if they were deleted.</param>
public sealed class PictureContentQueue(ImmutableArray<FeedEntry> pictures, Func<FeedEntry, Task<Stream?>> open) : IAsyncDisposable
{
    private const int Ahead = 4;
    private readonly Queue<Task<Stream?>> opened = new();
    private int next;

    /// <summary>Opens the first streams, so that a storage failure becomes an error reply before anything is sent.</summary>
    /// <returns>Whether the first picture has bytes.</returns>
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

    /// <summary>The bytes of the next picture; null if they were deleted.</summary>
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
                // The stream is not needed any more. The failure that ended the reply is the one to report.
            }
        }
    }

    private void OpenAhead()
    {
        while (opened.Count < Ahead && next < pictures.Length)
            opened.Enqueue(open(pictures[next++]));
    }
}
