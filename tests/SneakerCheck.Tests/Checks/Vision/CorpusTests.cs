using System.Diagnostics;
using SneakerCheck.Checks.Vision;

namespace SneakerCheck.Tests.Checks.Vision;

/// <summary>
/// The JPEGs of Debian packages against the reference decoder; reported as skipped, with the reason, where those packages are
/// not installed.
/// </summary>
public sealed class CorpusTests
{
    [CorpusTheory]
    [InlineData("/usr/share/libjxl-testdata", "libjxl-testdata", 15)]
    [InlineData("/usr/share/go-1.19/src/image/testdata", "golang-1.19-src", 20)]
    [InlineData("/usr/share/backgrounds", "lomiri-wallpapers-16.04, lomiri-wallpapers-20.04, mate-backgrounds", 30)]
    public void Luma_of_every_grayscale_and_YCbCr_file_equals_the_reference_decoders_to_the_bit(string folder, string packages, int leastFiles)
    {
        var files = Jpegs(folder).ToList();
        Assert.True(files.Count >= leastFiles, $"{folder} holds {files.Count} JPEGs: are {packages} installed?");
        var (compared, differing) = (0, new List<string>());
        foreach (var file in files)
        {
            var jpeg = Unturned(File.ReadAllBytes(file));
            var thumbnail = JpegReader.Read(jpeg, JpegLimits.Default);
            // A cut file shows what each decoder makes up for the rest; other colours have no luma of their own.
            if (thumbnail.IsTruncated || Reference(jpeg) is not { } reference)
                continue;
            compared++;
            if ((thumbnail.Width, thumbnail.Height) != (reference.Width, reference.Height) || !thumbnail.Luma.AsSpan().SequenceEqual(reference.Luma))
                differing.Add(file);
        }

        Assert.Empty(differing);
        Assert.InRange(compared, leastFiles / 2, files.Count);
    }

    private static IEnumerable<string> Jpegs(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".jpg" or ".jpeg" && new FileInfo(file).LinkTarget is null);

    // The reference decoder does not turn pictures; without its name the EXIF segment says nothing.
    private static byte[] Unturned(byte[] jpeg)
    {
        var exif = jpeg.AsSpan(0, Math.Min(jpeg.Length, 1 << 16)).IndexOf("Exif\0\0"u8);
        if (exif >= 0)
            jpeg[exif] = (byte)'e';
        return jpeg;
    }

    /// <summary>The reference decoder's luma; null for colours that are neither grayscale nor YCbCr.</summary>
    private static (int Width, int Height, byte[] Luma)? Reference(byte[] jpeg)
    {
        using var process = Process.Start(new ProcessStartInfo("djpeg", ["-scale", "1/8", "-grayscale", "-debug", "-debug"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var remarks = process.StandardError.ReadToEndAsync();
        var writing = Task.Run(() =>
        {
            using var pipe = process.StandardInput.BaseStream;
            pipe.Write(jpeg);
        });
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        writing.Wait();
        process.WaitForExit();
        var pgm = output.ToArray();
        if (pgm.Length == 0 || IsRgb(jpeg, remarks.Result))
            return null;
        return Fixture.Pgm(pgm);
    }

    // Component ids that spell it, or an Adobe segment that says so and no JFIF segment that says otherwise.
    private static bool IsRgb(byte[] jpeg, string remarks) =>
        remarks.Contains("Component 82: ") || (remarks.Contains("transform 0") && !remarks.Contains("JFIF APP0") && JpegHeader.Read(jpeg).Components == 3);

    /// <summary>A theory that needs the corpora and djpeg.</summary>
    private sealed class CorpusTheoryAttribute : TheoryAttribute
    {
        public CorpusTheoryAttribute()
        {
            var missing = new[]
            {
                ("libjpeg-turbo-progs", File.Exists("/usr/bin/djpeg")),
                ("libjxl-testdata", Directory.Exists("/usr/share/libjxl-testdata")),
                ("golang-1.19-src", Directory.Exists("/usr/share/go-1.19/src/image/testdata")),
                ("mate-backgrounds", Directory.Exists("/usr/share/backgrounds/mate")),
                ("lomiri-wallpapers-20.04", File.Exists("/usr/share/backgrounds/Infinite-Sea_by_Aury88.jpg")),
            }.Where(package => !package.Item2).Select(package => package.Item1).ToList();
            if (missing.Count > 0)
                Skip = $"Debian packages not installed: {string.Join(", ", missing)}.";
        }
    }
}
