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
