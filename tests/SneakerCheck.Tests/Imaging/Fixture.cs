using System.Text;

namespace SneakerCheck.Tests.Imaging;

/// <summary>
/// The JPEGs of the folder Fixtures, each with the luma that libjpeg-turbo's <c>djpeg -scale 1/8 -grayscale</c> produces.
/// </summary>
internal static class Fixture
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Imaging", "Fixtures");

    public static IReadOnlyList<byte[]> All() =>
        [.. Directory.GetFiles(Folder, "*.jpg").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    public static byte[] Jpeg(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".jpg"));

    public static (int Width, int Height, byte[] Luma) Reference(string name) =>
        Pgm(File.ReadAllBytes(Path.Combine(Folder, name + ".pgm")));

    /// <summary>A binary PGM file as djpeg writes it.</summary>
    public static (int Width, int Height, byte[] Luma) Pgm(byte[] file)
    {
        var header = Encoding.ASCII.GetString(file, 0, Math.Min(20, file.Length)).Split('\n')[1].Split(' ');
        var (width, height) = (int.Parse(header[0]), int.Parse(header[1]));
        return (width, height, file[^(width * height)..]);
    }
}
