using System.Diagnostics;

namespace SneakerCheck.Tests.Checks.Vision;

/// <summary>Runs a program that reads its standard input and writes its result to its standard output.</summary>
internal static class PipedProgram
{
    /// <summary>What it wrote, and what it remarked on standard error.</summary>
    public static (byte[] Output, string Remarks) Run(string program, IEnumerable<string> arguments, byte[] input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException($"{program} did not start.");
        var remarks = process.StandardError.ReadToEndAsync();
        var writing = Task.Run(() =>
        {
            try
            {
                using var pipe = process.StandardInput.BaseStream;
                pipe.Write(input);
            }
            catch (IOException)
            {
                // A program that fails, or has read all it wants, closes the pipe; what it wrote tells.
            }
        });
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        writing.Wait();
        process.WaitForExit();
        return (output.ToArray(), remarks.Result);
    }
}
