using System.Collections.Concurrent;
using SneakerCheck.Imaging;
using SneakerCheck.Tests.Imaging;

namespace SneakerCheck.Tests.Checks;

/// <summary>The recall goals, on real photos from Debian's wallpapers.</summary>
[Trait(Speed.Category, Speed.Slow)]
public sealed class OriginalityCorpusTests
{
    [CorpusFact]
    public void Copies_of_real_photos_are_recognised_and_different_photos_are_not()
    {
        var files = GrayPhoto.Corpus;
        var (changed, cropped, filed) = (new ConcurrentBag<PhotoCopy>(), new ConcurrentBag<PhotoCopy>(), new FiledPhoto[files.Count]);
        Parallel.For(0, files.Count, i =>
        {
            var photo = GrayPhoto.Read(files[i], 1000);
            filed[i] = new FiledPhoto(photo.Thumbnail(90));
            foreach (var copy in filed[i].Recognise(PhotoCopies.Changed(photo)))
                changed.Add(copy);
            foreach (var copy in filed[i].Recognise(PhotoCopies.Cropped(photo, seed: i, count: 6)))
                cropped.Add(copy);
        });

        AtLeast(0.95, changed, copy => copy.Distance <= PerceptualHash.FlagDistance);
        AtLeast(0.95, cropped, copy => copy.Distance <= PerceptualHash.CandidateDistance);
        AtLeast(0.95, changed, copy => copy.IsReported);
        AtLeast(0.95, cropped, copy => copy.IsReported);
        AtLeast(0.95, cropped, copy => copy.SharesBand);
        foreach (var photo in filed)
        {
            foreach (var other in filed.Where(other => other != photo))
                Assert.InRange(photo.Nearest(other).Distance, PerceptualHash.CandidateDistance + 1, 256);
        }
    }

    private static void AtLeast(double share, IReadOnlyCollection<PhotoCopy> copies, Func<PhotoCopy, bool> holds)
    {
        var others = copies.Where(copy => !holds(copy)).ToArray();
        Assert.True(
            others.Length <= (1 - share) * copies.Count, $"{others.Length} of {copies.Count}: {string.Join(", ", others.Take(20))}");
    }

    private sealed class CorpusFactAttribute : FactAttribute
    {
        public CorpusFactAttribute() => Skip = GrayPhoto.Missing;
    }
}
