using System.Diagnostics;

namespace SneakerCheck.Tests.Imaging;

/// <summary>Runs djpeg or cjpeg on files: through pipes a picture of megabytes can break off on a busy machine.</summary>
internal static class LibjpegProgram
{
    /// <summary>What it made of bytes, nothing where it failed; and what it remarked on standard error.</summary>
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

    /// <summary>What it made of a file, nothing where it failed; and what it remarked on standard error.</summary>
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
