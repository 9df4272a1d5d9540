using System.Diagnostics;

namespace SneakerCheck.Benchmarks;

/// <summary>
/// Ends the servers and removes the folder however this process ends: a shell that outlives it, keeps a list of the servers and acts
/// when its input is closed.
/// </summary>
internal sealed class PicturesGuard : IDisposable
{
    private const string Script = """
        trap '' INT TERM HUP
        servers=
        while read -r change id; do
          case $change in
            began) servers="$servers $id " ;;
            ended) servers="${servers%%" $id "*}${servers#*" $id "}" ;;
          esac
        done
        if [ -n "$servers" ]; then
          kill -TERM $servers
          sleep 10
          kill -KILL $servers
        fi 2>/dev/null
        rm -rf "$1"
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sneakercheck-");
    private readonly Process shell;

    public PicturesGuard()
    {
        var start = new ProcessStartInfo("sh") { ArgumentList = { "-c", Script, "guard", Folder }, RedirectStandardInput = true };
        shell = Process.Start(start)!;
    }

    /// <summary>The folder of all data.</summary>
    public string Folder => folder.FullName;

    /// <summary>Adds a server to the list.</summary>
    public void Began(int processId) => Tell($"began {processId}");

    /// <summary>Removes a server from the list, because its id may be reused.</summary>
    public void Ended(int processId) => Tell($"ended {processId}");

    /// <summary>Removes the folder, once all servers have ended.</summary>
    public void Dispose()
    {
        shell.StandardInput.Close();
        shell.WaitForExit();
        shell.Dispose();
    }

    private void Tell(string change)
    {
        shell.StandardInput.WriteLine(change);
        shell.StandardInput.Flush();
    }
}
