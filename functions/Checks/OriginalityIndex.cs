using SneakerCheck.Imaging;

namespace SneakerCheck.Checks;

/// <summary>A photo's hashes.</summary>
/// <param name="UserId">Its owner.</param>
/// <param name="FileId">The photo.</param>
/// <param name="Median">The name of the <see cref="ViewMedian"/> they were taken against; empty for none.</param>
/// <param name="Hashes">One for each of <see cref="HashWindow.Stored"/>.</param>
public sealed record HashedPhoto(long UserId, string FileId, string Median, PerceptualHash[] Hashes);

/// <summary>What to look for among the photos hashed against one median.</summary>
/// <param name="Median">Its name; empty for none.</param>
/// <param name="Hashes">The hash of the whole photo in each <see cref="Orientation"/>, from Normal on.</param>
public sealed record SoughtHashes(string Median, PerceptualHash[] Hashes);

/// <summary>An earlier photo with a hash near one that was sought; the nearest of its hashes that were compared.</summary>
/// <param name="UserId">Its owner.</param>
/// <param name="FileId">The photo.</param>
/// <param name="Window">Which of <see cref="HashWindow.Stored"/> agrees.</param>
/// <param name="Orientation">How the sought photo is to be turned.</param>
/// <param name="Distance">In how many of 256 bits they differ.</param>
public sealed record HashHit(long UserId, string FileId, int Window, Orientation Orientation, int Distance);

/// <summary>
/// Where hashes are filed and found: all in memory up to about a million, in bands beyond. Whoever files first and looks then sees
/// every photo that was filed before, by whichever instance. Each operation may be repeated.
/// </summary>
public interface IOriginalityIndex
{
    /// <summary>Whether there was room for another photo when the index was last used; once there is none, there never is again.</summary>
    bool HasRoom { get; }

    /// <summary>Files a photo, unless it is there; false where there is no room for it.</summary>
    Task<bool> File(HashedPhoto photo, CancellationToken cancellation);

    /// <summary>
    /// Photos with a hash at most <see cref="PerceptualHash.CandidateDistance"/> from a sought one; perhaps some that were taken out
    /// lately.
    /// </summary>
    Task<IReadOnlyList<HashHit>> Find(IReadOnlyList<SoughtHashes> sought, CancellationToken cancellation);

    /// <summary>Takes a photo out, if it is in.</summary>
    Task Remove(HashedPhoto photo, CancellationToken cancellation);
}
