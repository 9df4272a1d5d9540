using SneakerCheck.Imaging;

namespace SneakerCheck.Benchmarks;

/// <summary>
/// How often different sneakers are mistaken for each other, with those of Debian's dataset-fashion-mnist: 28 × 28 samples, all from
/// one side, centred on black. This is the worst case: real photos have more detail and are less alike.
/// </summary>
internal static class HashSneakers
{
    private const string Images = "t10k-images-idx3-ubyte.gz", Labels = "t10k-labels-idx1-ubyte.gz";
    private const int Side = 28, Sneaker = 7;

    public static void Print()
    {
        if (!File.Exists(Path.Combine(DecisionData.Folder, Images)))
        {
            Console.WriteLine("sneakers: dataset-fashion-mnist is not installed.");
            return;
        }

        var (images, labels) = (DecisionData.Read(DecisionData.Folder, Images), DecisionData.Read(DecisionData.Folder, Labels));
        var sneakers = Enumerable.Range(0, labels.Length - 8).Where(i => labels[8 + i] == Sneaker)
            .Select(i => DecisionData.Thumbnail(Side, Side, images.AsSpan(16 + i * Side * Side, Side * Side).ToArray())).ToArray();
        var spectra = sneakers.Select(sneaker => PerceptualSpectrum.Compute(sneaker, HashWindow.Stored)).ToArray();
        var signatures = sneakers.Select(ThumbnailCorrelation.Signature).ToArray();
        // The median is learnt from some sneakers and used for the others.
        const int Learnt = 256;
        var median = ViewMedian.Of("side", [.. spectra.Take(Learnt).Select(windows => windows[0].Coefficients.ToArray())]);
        foreach (var against in (ViewMedian?[])[null, median])
        {
            var packed = new PackedHashes();
            foreach (var window in spectra.Skip(Learnt).SelectMany(windows => windows))
                packed.Add(window.Hash(median: against));

            var (flagged, candidates, reported) = (0, 0, 0);
            for (var i = Learnt; i < sneakers.Length; i++)
            {
                var windows = HashWindow.Stored;
                PerceptualHash[] sought =
                    [.. Enum.GetValues<Orientation>().Select(orientation => spectra[i][0].Hash(orientation, against))];
                var found = packed.Find(sought, PerceptualHash.CandidateDistance);
                foreach (var other in found.GroupBy(near => Learnt + near.Index / windows.Length))
                {
                    if (other.Key == i)
                        continue;
                    var near = other.MinBy(near => near.Distance);
                    candidates++;
                    flagged += near.Distance <= PerceptualHash.FlagDistance ? 1 : 0;
                    var correlation = ThumbnailCorrelation.Compare(
                        signatures[i], signatures[other.Key], (Orientation)(near.Sought + 1), windows[near.Index % windows.Length]);
                    reported += correlation >= ThumbnailCorrelation.SamePicture ? 1 : 0;
                }
            }

            var pairs = (sneakers.Length - Learnt) * (sneakers.Length - Learnt - 1);
            Console.WriteLine(
                $"{pairs} pairs of different sneakers of 28 × 28, {(against is null ? "without" : "with")} their median: "
                + $"{flagged} at ≤ 31, {candidates} at ≤ 48, {reported} reported");
        }

        Console.WriteLine();
    }
}
