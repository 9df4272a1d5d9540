using System.Runtime.InteropServices;
using SneakerCheck.Tests.Imaging;

namespace SneakerCheck.Benchmarks;

/// <summary>Pixels of a picture, row by row: one byte each, or three (red, green, blue).</summary>
internal sealed record Pixels(int Width, int Height, int Channels, byte[] Samples)
{
    /// <summary>Reads a binary PNM file, as djpeg writes it.</summary>
    public static Pixels Parse(byte[] pnm)
    {
        var (at, numbers) = (2, new int[3]);
        for (var i = 0; i < 3; i++)
        {
            while (pnm[at] <= ' ')
                at++;
            for (; pnm[at] > ' '; at++)
                numbers[i] = 10 * numbers[i] + pnm[at] - '0';
        }

        return new Pixels(numbers[0], numbers[1], pnm[1] == '6' ? 3 : 1, pnm[(at + 1)..]);
    }

    /// <summary>As a binary PNM file.</summary>
    public byte[] ToPnm() => [.. System.Text.Encoding.ASCII.GetBytes($"P{(Channels == 3 ? 6 : 5)}\n{Width} {Height}\n255\n"), .. Samples];
}

/// <summary>
/// libjpeg-turbo: its library, if it can be loaded, for what is timed, and its programs djpeg and cjpeg for the rest.
/// </summary>
internal static class Libjpeg
{
    private const int Gray = 6, SelfAndThreads = 0, Children = -1;

    /// <summary>Whether decoding happens in this process.</summary>
    public static bool IsInProcess { get; } = NativeLibrary.TryLoad("libturbojpeg.so.0", out _);

    /// <summary>Whether djpeg and cjpeg are installed.</summary>
    public static bool HasPrograms { get; } = Array.TrueForAll(
        ["djpeg", "cjpeg"],
        program => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program))));

    /// <summary>Whether everything that is needed is installed; prints what to install if not.</summary>
    public static bool IsHere(bool needsPrograms)
    {
        var isHere = HasPrograms || (IsInProcess && !needsPrograms);
        if (!isHere)
            Console.Error.WriteLine(
                "libjpeg-turbo is missing: install the Debian packages libturbojpeg0 (or libturbojpeg0-dev) and libjpeg-turbo-progs.");
        return isHere;
    }

    /// <summary>
    /// The luma at scale 1/8 and the CPU time of decoding it: in this process if the library is installed, which excludes kinds that it
    /// does not decode, otherwise in djpeg's process. Null if neither decodes it.
    /// </summary>
    public static (Pixels Luma, TimeSpan Cpu)? DecodeEighth(string file, byte[] jpeg)
    {
        var before = CpuTime(IsInProcess ? SelfAndThreads : Children);
        var luma = IsInProcess ? DecodeInProcess(jpeg) : LumaByProgram(file);
        return luma is null ? null : (luma, CpuTime(IsInProcess ? SelfAndThreads : Children) - before);
    }

    /// <summary>The luma at scale 1/8 by djpeg; null if it decodes none or is not installed.</summary>
    public static Pixels? LumaByProgram(string file) =>
        HasPrograms && LibjpegProgram.Run("djpeg", ["-scale", "1/8", "-grayscale"], file).Output is { Length: > 0 } pnm
            ? Pixels.Parse(pnm)
            : null;

    /// <summary>The whole picture; null if djpeg cannot decode it.</summary>
    public static Pixels? Decode(string file) =>
        LibjpegProgram.Run("djpeg", ["-pnm"], file).Output is { Length: > 0 } pnm ? Pixels.Parse(pnm) : null;

    /// <summary>A JPEG of the given quality.</summary>
    public static byte[] Encode(Pixels pixels, int quality, bool isProgressive) =>
        LibjpegProgram.Run("cjpeg", ["-quality", $"{quality}", .. isProgressive ? (string[])["-progressive"] : []], pixels.ToPnm()).Output;

    private static Pixels? DecodeInProcess(byte[] jpeg)
    {
        var decoder = tjInitDecompress();
        try
        {
            if (tjDecompressHeader3(decoder, jpeg, (nuint)jpeg.Length, out var width, out var height, out _, out _) != 0)
                return null;
            var luma = new Pixels((width + 7) / 8, (height + 7) / 8, 1, new byte[(width + 7) / 8 * ((height + 7) / 8)]);
            var result = tjDecompress2(decoder, jpeg, (nuint)jpeg.Length, luma.Samples, luma.Width, 0, luma.Height, Gray, 0);
            // With a warning, as for a truncated file, there is still a picture.
            return result == 0 || tjGetErrorCode(decoder) == 0 ? luma : null;
        }
        finally
        {
            _ = tjDestroy(decoder);
        }
    }

    // User and system time are the first four of the sixteen numbers and two pairs: seconds and microseconds each.
    private static TimeSpan CpuTime(int who)
    {
        var usage = new long[18];
        _ = getrusage(who, usage);
        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
    }

#pragma warning disable IDE1006 // The names are the library's.
    [DllImport("libturbojpeg.so.0")]
    private static extern nint tjInitDecompress();

    [DllImport("libturbojpeg.so.0")]
    private static extern int tjDestroy(nint decoder);

    [DllImport("libturbojpeg.so.0")]
    private static extern int tjGetErrorCode(nint decoder);

    [DllImport("libturbojpeg.so.0")]
    private static extern int tjDecompressHeader3(
        nint decoder, byte[] jpeg, nuint size, out int width, out int height, out int subsampling, out int colorSpace);

    [DllImport("libturbojpeg.so.0")]
    private static extern int tjDecompress2(
        nint decoder, byte[] jpeg, nuint size, byte[] pixels, int width, int pitch, int height, int format, int flags);

    [DllImport("libc")]
    private static extern int getrusage(int who, long[] usage);
#pragma warning restore IDE1006
}
