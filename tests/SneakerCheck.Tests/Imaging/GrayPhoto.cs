using System.Globalization;
using System.Text;
using SneakerCheck.Imaging;

namespace SneakerCheck.Tests.Imaging;

/// <summary>The luma of a real photo at full resolution, with typical changes of copies; uses libjpeg-turbo's djpeg and cjpeg.</summary>
internal sealed record GrayPhoto(int Width, int Height, byte[] Luma)
{
    private const string Folder = "/usr/share/backgrounds";

    /// <summary>The photos of Debian's lomiri-wallpapers-16.04, lomiri-wallpapers-20.04 and mate-backgrounds, if installed.</summary>
    public static IReadOnlyList<string> Corpus { get; } =
    [
        .. (Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.jpg", SearchOption.AllDirectories) : [])
            // Excluded: the same picture in other proportions.
            .Where(file => !Path.GetFileName(file).StartsWith("Elephants_", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The missing tools for changing photos; null if all are installed.</summary>
    public static string? MissingTools =>
        File.Exists("/usr/bin/djpeg") && File.Exists("/usr/bin/cjpeg") ? null : "libjpeg-turbo-progs is not installed.";

    /// <summary>What is missing to make copies of real photos; null if nothing is.</summary>
    public static string? Missing { get; } =
        MissingTools is { } tools ? tools
        : Corpus.Count < 30 ? "lomiri-wallpapers-16.04, lomiri-wallpapers-20.04 and mate-backgrounds are not all installed."
        : null;

    /// <summary>The luma of a file, halved up to three times until no side exceeds <paramref name="longest"/> pixels.</summary>
    public static GrayPhoto Read(string file, int longest)
    {
        var header = JpegHeader.Read(File.ReadAllBytes(file));
        var eighths = new[] { 8, 4, 2, 1 }.First(scale => scale == 1 || Math.Max(header.Width, header.Height) * scale / 8 <= longest);
        return Parse(Made(LibjpegProgram.Run("djpeg", ["-grayscale", "-pnm", "-scale", $"{eighths}/8"], file)));
    }

    /// <summary>The photo as a JPEG.</summary>
    public byte[] Encode(int quality, bool progressive = false) => Made(LibjpegProgram.Run(
        "cjpeg",
        ["-grayscale", "-quality", $"{quality}", .. progressive ? (string[])["-progressive"] : []],
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P5\n{Width} {Height}\n255\n")), .. Luma]));

    /// <summary>The photo as the product reads it.</summary>
    public JpegThumbnail Thumbnail(int quality = 85, bool progressive = false) =>
        JpegReader.Read(Encode(quality, progressive), JpegLimits.Default);

    /// <summary>Each pixel brightened or darkened.</summary>
    public GrayPhoto Change(Func<double, double> change)
    {
        var table = Enumerable.Range(0, 256).Select(value => (byte)Math.Clamp(Math.Round(change(value)), 0, 255)).ToArray();
        return this with { Luma = Array.ConvertAll(Luma, value => table[value]) };
    }

    /// <summary>The photo cropped by the given shares of its sides.</summary>
    public GrayPhoto Crop(double left, double top, double right, double bottom)
    {
        var (x, y) = ((int)(left * Width), (int)(top * Height));
        var (width, height) = (Width - x - (int)(right * Width), Height - y - (int)(bottom * Height));
        var luma = new byte[width * height];
        for (var row = 0; row < height; row++)
            Luma.AsSpan((y + row) * Width + x, width).CopyTo(luma.AsSpan(row * width));
        return new GrayPhoto(width, height, luma);
    }

    /// <summary>The photo at another size, by linear interpolation between the four nearest pixels.</summary>
    public GrayPhoto Resize(double scale)
    {
        var (width, height) = ((int)(Width * scale), (int)(Height * scale));
        var luma = new byte[width * height];
        for (var row = 0; row < height; row++)
        {
            var y = Math.Clamp((row + 0.5) / scale - 0.5, 0, Height - 1.001);
            for (var column = 0; column < width; column++)
            {
                var x = Math.Clamp((column + 0.5) / scale - 0.5, 0, Width - 1.001);
                var (at, across, down) = ((int)y * Width + (int)x, x % 1, y % 1);
                var upper = Luma[at] + across * (Luma[at + 1] - Luma[at]);
                var lower = Luma[at + Width] + across * (Luma[at + Width + 1] - Luma[at + Width]);
                luma[row * width + column] = (byte)Math.Round(upper + down * (lower - upper));
            }
        }

        return new GrayPhoto(width, height, luma);
    }

    private static GrayPhoto Parse(byte[] pgm)
    {
        var header = Encoding.ASCII.GetString(pgm, 0, 20).Split('\n')[1].Split(' ');
        var (width, height) = (int.Parse(header[0], CultureInfo.InvariantCulture), int.Parse(header[1], CultureInfo.InvariantCulture));
        return new GrayPhoto(width, height, pgm[^(width * height)..]);
    }

    private static byte[] Made((byte[] Output, string Remarks) run) =>
        run.Output is { Length: > 0 } output ? output : throw new InvalidOperationException(run.Remarks);
}
