using SneakerCheck.Imaging;

namespace SneakerCheck.Checks;

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
