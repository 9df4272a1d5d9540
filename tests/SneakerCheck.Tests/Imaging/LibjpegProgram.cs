using System.Diagnostics;

namespace SneakerCheck.Tests.Imaging;

/// <summary>Runs djpeg or cjpeg on files, because pipes truncated large pictures on a busy machine.</summary>
internal static class LibjpegProgram
{
    /// <summary>The output for the given bytes, empty on failure, and the text of standard error.</summary>
    public static (byte[] Output, string Remarks) Run(string program, IEnumerable<string> arguments, byte[] input)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, input);
            return Run(program, arguments, file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The output for a file, empty on failure, and the text of standard error.</summary>
    public static (byte[] Output, string Remarks) Run(string program, IEnumerable<string> arguments, string file)
    {
        var output = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo(program, [.. arguments, "-outfile", output, file]) { RedirectStandardError = true };
            using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
            var remarks = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (File.ReadAllBytes(output), remarks);
        }
        finally
        {
            File.Delete(output);
        }
    }
}
