using SneakerCheck.Imaging;

namespace SneakerCheck.Checks;

/// <summary>The perceptual hashes of a photo.</summary>
/// <param name="UserId">The photo's owner.</param>
/// <param name="FileId">The photo.</param>
/// <param name="Median">The name of the <see cref="ViewMedian"/> that they used; empty for none.</param>
/// <param name="Hashes">One for each of <see cref="HashWindow.Stored"/>.</param>
public sealed record HashedPhoto(long UserId, string FileId, string Median, PerceptualHash[] Hashes);

/// <summary>The hashes to search for among photos that used one median.</summary>
/// <param name="Median">The median's name; empty for none.</param>
/// <param name="Hashes">The hash of the whole photo in each <see cref="Orientation"/>, starting with Normal.</param>
public sealed record SearchHashes(string Median, PerceptualHash[] Hashes);

/// <summary>An earlier photo that has a hash near a searched one, with the nearest of its compared hashes.</summary>
/// <param name="UserId">The photo's owner.</param>
/// <param name="FileId">The photo.</param>
/// <param name="Window">The matching window, an index into <see cref="HashWindow.Stored"/>.</param>
/// <param name="Orientation">The orientation of the searched photo that matches.</param>
/// <param name="Distance">The number of different bits, of 256.</param>
public sealed record HashHit(long UserId, string FileId, int Window, Orientation Orientation, int Distance);

/// <summary>
/// Stores and searches perceptual hashes: all in memory up to about a million, in bands beyond that. A caller that stores before it
/// searches finds every photo stored earlier by any instance. Each operation is idempotent.
/// </summary>
public interface IOriginalityIndex
{
    /// <summary>Whether there was room for another photo at the last use. Once an index is full, it stays full.</summary>
    bool HasRoom { get; }

    /// <summary>Stores a photo, unless it is already there; false if the index is full.</summary>
    Task<bool> File(HashedPhoto photo, CancellationToken cancellation);

    /// <summary>
    /// Photos with a hash at most <see cref="PerceptualHash.CandidateDistance"/> bits from a searched one. May include photos that were
    /// removed recently.
    /// </summary>
    Task<IReadOnlyList<HashHit>> Find(IReadOnlyList<SearchHashes> sought, CancellationToken cancellation);

    /// <summary>Removes a photo, if it is there.</summary>
    Task Remove(HashedPhoto photo, CancellationToken cancellation);
}
