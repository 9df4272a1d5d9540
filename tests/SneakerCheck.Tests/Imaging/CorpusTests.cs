using System.Reflection;
using SneakerCheck.Imaging;
using Xunit.Sdk;

namespace SneakerCheck.Tests.Imaging;

/// <summary>
/// Compares the reader with libjpeg-turbo on the JPEGs of Debian packages and of an npm package. A corpus that is not installed is
/// skipped with the reason.
/// </summary>
[Trait(Speed.Category, Speed.Slow)]
public sealed class CorpusTests
{
    [Theory]
    [Corpus("/usr/share/libjxl-testdata", "the Debian package libjxl-testdata", 15)]
    [Corpus("/usr/share/go-1.19/src/image/testdata", "the Debian package golang-1.19-src", 20)]
    [Corpus("/usr/share/backgrounds", "the Debian packages lomiri-wallpapers-16.04, lomiri-wallpapers-20.04 and mate-backgrounds", 30)]
    [Corpus("$EXIF_PACKAGE", "the npm package exif 0.6.0, unpacked into the folder that EXIF_PACKAGE names", 8)]
    public void Luma_of_every_grayscale_and_YCbCr_file_is_bit_identical_to_libjpeg_turbos(string folder, int leastFiles)
    {
        var files = Jpegs(folder).ToList();
        var (compared, differing) = (0, new List<string>());
        foreach (var file in files)
        {
            var jpeg = Unturned(File.ReadAllBytes(file));
            var thumbnail = JpegReader.Read(jpeg, JpegLimits.Default);
            // Excluded: truncated files, whose rest each decoder makes up differently, and other colour models, which have no luma.
            if (thumbnail.IsTruncated || Reference(jpeg) is not { } reference)
                continue;
            compared++;
            if ((thumbnail.Width, thumbnail.Height) != (reference.Width, reference.Height)
                || !thumbnail.Luma.AsSpan().SequenceEqual(reference.Luma))
                differing.Add(file);
        }

        Assert.Empty(differing);
        Assert.InRange(compared, leastFiles / 2, files.Count);
    }

    private static IEnumerable<string> Jpegs(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".jpg" or ".jpeg" && new FileInfo(file).LinkTarget is null);

    // libjpeg-turbo does not turn pictures, so the EXIF identifier is overwritten and the reader does not turn them either.
    private static byte[] Unturned(byte[] jpeg)
    {
        var exif = jpeg.AsSpan(0, Math.Min(jpeg.Length, 1 << 16)).IndexOf("Exif\0\0"u8);
        if (exif >= 0)
            jpeg[exif] = (byte)'e';
        return jpeg;
    }

    /// <summary>libjpeg-turbo's luma; null for files that are neither grayscale nor YCbCr.</summary>
    private static (int Width, int Height, byte[] Luma)? Reference(byte[] jpeg)
    {
        var (pgm, remarks) = LibjpegProgram.Run("djpeg", ["-scale", "1/8", "-grayscale", "-debug", "-debug"], jpeg);
        if (pgm.Length == 0 || IsRgb(jpeg, remarks))
            return null;
        return Fixture.Pgm(pgm);
    }

    // Component ids that spell RGB, or an Adobe segment that says so without a JFIF segment that says otherwise.
    private static bool IsRgb(byte[] jpeg, string remarks) =>
        remarks.Contains("Component 82: ")
        || (remarks.Contains("transform 0") && !remarks.Contains("JFIF APP0") && JpegHeader.Read(jpeg).Components == 3);

    /// <summary>Skips the test if the corpus folder has too few files or djpeg is not installed.</summary>
    [AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
    private sealed class CorpusAttribute : DataAttribute
    {
        private readonly object[] row;

        public CorpusAttribute(string folder, string packages, int leastFiles)
        {
            if (folder.StartsWith('$'))
                folder = Environment.GetEnvironmentVariable(folder[1..]) ?? "";
            row = [folder, leastFiles];
            if (!File.Exists("/usr/bin/djpeg"))
                Skip = "Not installed: the Debian package libjpeg-turbo-progs.";
            else if (!Directory.Exists(folder) || Jpegs(folder).Count() < leastFiles)
                Skip = $"Not installed: {packages}.";
        }

        public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [row];
    }
}
