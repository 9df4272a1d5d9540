using System.Diagnostics;

namespace SneakerCheck.Commands;

/// <summary>
/// The progress of one piece of work: a line that is drawn again and again on a terminal, and a single line, at the end, in a file.
/// </summary>
/// <param name="label">What is done; the line begins with it.</param>
public sealed class ProgressLine(TextWriter output, string label, bool isTerminal)
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock drawing = new();
    private readonly long start = Stopwatch.GetTimestamp();
    private long drawn;
    private int width;

    public ProgressLine(TextWriter output, string label)
        : this(output, label, ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected)
    {
    }

    /// <summary>Draws the progress, at most ten times a second.</summary>
    public void Show(long done, long total)
    {
        if (!isTerminal)
            return;
        lock (drawing)
        {
            if (drawn != 0 && done < total && Stopwatch.GetElapsedTime(drawn) < Interval)
                return;
            drawn = Stopwatch.GetTimestamp();
            var filled = total == 0 ? BarWidth : (int)(done * BarWidth / total);
            var rate = done / Math.Max(0.1, Stopwatch.GetElapsedTime(start).TotalSeconds);
            Draw($"{label,-10} [{new string('#', filled)}{new string('.', BarWidth - filled)}] {done} of {total}, {rate:0} a second");
        }
    }

    /// <summary>Replaces the progress with its result.</summary>
    public void End(string result)
    {
        lock (drawing)
        {
            if (isTerminal)
                Draw($"{label,-10} {result}");
            else
                output.Write($"{label,-10} {result}");
            output.WriteLine();
        }
    }

    private void Draw(string line)
    {
        output.Write('\r' + line.PadRight(width));
        width = line.Length;
    }
}
