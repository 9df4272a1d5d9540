using System.IO.Compression;
using SneakerCheck.Checks.Likeness;
using SneakerCheck.Imaging;

namespace SneakerCheck.Benchmarks;

/// <summary>
/// Fashion-MNIST as photos: gray pictures of 28 × 28 of ten kinds of clothing, enlarged four times by linear interpolation, so that
/// they equal what the reader returns for a gray JPEG of 896 × 896.
/// </summary>
internal static class DecisionData
{
    /// <summary>The folder of Debian's dataset-fashion-mnist.</summary>
    public const string Folder = "/usr/share/datasets/fashion-mnist";

    private const int Side = 28, Scale = 4;

    /// <summary>The features of the pictures of some kinds, by kind, in the order of the files.</summary>
    /// <exception cref="IOException">The files do not exist.</exception>
    public static Dictionary<int, float[][]> Load(string folder, string part, IEnumerable<int> kinds)
    {
        var pictures = Read(folder, $"{part}-images-idx3-ubyte.gz")[16..];
        var labels = Read(folder, $"{part}-labels-idx1-ubyte.gz")[8..];
        return kinds.ToDictionary(kind => kind, kind =>
        {
            var places = Enumerable.Range(0, labels.Length).Where(place => labels[place] == kind).ToArray();
            var features = new float[places.Length][];
            Parallel.For(0, places.Length, i =>
                features[i] = PhotoFeatures.Extract(Enlarge(pictures.AsSpan(places[i] * Side * Side, Side * Side))));
            return features;
        });
    }

    /// <summary>A file of the dataset, unpacked: a header of 16 bytes and pictures, or of 8 and labels.</summary>
    public static byte[] Read(string folder, string name)
    {
        using var unzipped = new GZipStream(File.OpenRead(Path.Combine(folder, name)), CompressionMode.Decompress);
        using var content = new MemoryStream();
        unzipped.CopyTo(content);
        return content.ToArray();
    }

    private static JpegThumbnail Enlarge(ReadOnlySpan<byte> picture)
    {
        const int Width = Side * Scale;
        var luma = new byte[Width * Width];
        for (var y = 0; y < Width; y++)
        {
            var (row, below) = Place(y);
            for (var x = 0; x < Width; x++)
            {
                var (column, beside) = Place(x);
                var at = row * Side + column;
                var upper = picture[at] * (1 - beside) + picture[at + 1] * beside;
                var lower = picture[at + Side] * (1 - beside) + picture[at + Side + 1] * beside;
                luma[y * Width + x] = (byte)MathF.Round(upper * (1 - below) + lower * below);
            }
        }

        return Thumbnail(Width, Width, luma);

        static (int From, float Share) Place(int sample)
        {
            var place = Math.Clamp((sample + 0.5f) / Scale - 0.5f, 0, Side - 1);
            var from = Math.Min((int)place, Side - 2);
            return (from, place - from);
        }
    }

    /// <summary>A colour photo of noise of the given size.</summary>
    public static JpegThumbnail Photo(int width, int height)
    {
        var random = new Random(1);
        return Thumbnail(width, height, Noise(), Noise(), Noise());

        byte[] Noise()
        {
            var plane = new byte[width * height];
            random.NextBytes(plane);
            return plane;
        }
    }

    /// <summary>A thumbnail with the given samples.</summary>
    public static JpegThumbnail Thumbnail(int width, int height, byte[] luma, byte[]? cb = null, byte[]? cr = null) => new()
    {
        Width = width,
        Height = height,
        PixelWidth = width * 8,
        PixelHeight = height * 8,
        PaddingLeft = 0,
        PaddingTop = 0,
        Luma = luma,
        Cb = cb,
        Cr = cr,
        LumaBlocks = width * height,
        DetailBits = new int[JpegThumbnail.MostDetailBits + 1],
        FirstDetail = 1,
        DetailShift = 0,
        LumaQuantisation = new ushort[64],
        IsProgressive = false,
        IsTruncated = false,
    };
}
