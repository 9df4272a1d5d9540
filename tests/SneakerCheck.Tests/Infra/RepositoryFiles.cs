using System.Runtime.CompilerServices;

namespace SneakerCheck.Tests.Infra;

/// <summary>The files of the repository that these tests were built from.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));

    public static string Full(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(Full(path));

    private static string Here([CallerFilePath] string path = "") => path;
}
