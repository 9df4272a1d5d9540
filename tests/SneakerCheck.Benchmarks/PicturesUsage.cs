using System.Diagnostics;
using System.Globalization;

namespace SneakerCheck.Benchmarks;

/// <summary>The resource usage of the processes of a side, from proc(5); Linux only.</summary>
internal static class PicturesUsage
{
    // Hundredths of a second on every Linux.
    private const double MillisecondsPerTick = 10;

    // After the name: state, parent, …; user and system time are the 14th and 15th fields of the line.
    private const int Parent = 1, UserTime = 11, SystemTime = 12;

    /// <summary>CPU time so far of these processes and their descendants, in milliseconds.</summary>
    public static double Cpu(IEnumerable<int> roots) => Family(roots).Sum(
        id => Status(id) is { } status ? (long.Parse(status[UserTime]) + long.Parse(status[SystemTime])) * MillisecondsPerTick : 0);

    /// <summary>The sum of the peak memory of these processes and their descendants, in megabytes.</summary>
    public static double PeakMemory(IEnumerable<int> roots) => Family(roots).Sum(id => Kilobytes(id, "VmHWM:")) * 1024 / 1e6;

    /// <summary>The disk usage of a folder, in megabytes.</summary>
    public static double Disk(string folder)
    {
        using var du = Process.Start(new ProcessStartInfo("du", ["-s", "--block-size=1", folder]) { RedirectStandardOutput = true })!;
        return long.Parse(du.StandardOutput.ReadToEnd().Split('\t')[0], CultureInfo.InvariantCulture) / 1e6;
    }

    private static List<int> Family(IEnumerable<int> roots)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0)
            .Where(id => id > 0)
            .ToLookup(id => Status(id) is { } status ? int.Parse(status[Parent]) : 0);
        List<int> family = [.. roots];
        for (var i = 0; i < family.Count; i++)
            family.AddRange(children[family[i]]);
        return family;
    }

    // Null if the process ended meanwhile.
    private static string[]? Status(int id)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{id}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Kilobytes(int id, string name) =>
        long.Parse(File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ')[^2]);
}
