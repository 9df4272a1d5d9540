using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Hosting.Local;

namespace SneakerCheck.Tests.Hosting;

public sealed class DataFolderTests : IDisposable
{
    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;
    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Folder_database_and_key_are_for_their_owner_only_also_if_they_exist()
    {
        if (OperatingSystem.IsWindows())
            return;
        string[] secrets = ["signing.key", "sneakercheck.db", "sneakercheck.db-wal", "sneakercheck.db-shm"];
        await Start();
        foreach (var secret in secrets.Where(name => File.Exists(folder[name])))
            File.SetUnixFileMode(folder[secret], Everybody);
        File.SetUnixFileMode(folder.Path, Everybody);

        await Start(() =>
        {
            Assert.Equal(UnixFileMode.None, ModeOfOthers(folder.Path));
            Assert.All(secrets, name => Assert.Equal(UnixFileMode.None, ModeOfOthers(folder[name])));
        });
    }

    [Fact]
    public void A_folder_that_all_users_share_is_refused_and_stays_as_it_is()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(folder.Path, Everybody | UnixFileMode.StickyBit);

        var refusal = Assert.Throws<StartupException>(() => DataFolder.Open(folder.Path));

        Assert.Contains("is shared by all users", refusal.Message);
        Assert.Equal(Everybody | UnixFileMode.StickyBit, File.GetUnixFileMode(folder.Path));
    }

    [Fact]
    public void A_read_only_folder_is_called_so()
    {
        if (!OperatingSystem.IsLinux())
            return;

        // Nobody can write there, not even root.
        var refusal = Assert.Throws<StartupException>(() => DataFolder.Open("/sys/sneakercheck"));

        Assert.Equal(
            "The data folder /sys/sneakercheck is read-only. Make it writable, or set SNEAKERCHECK_DATA to another folder.",
            refusal.Message);
    }

    private static UnixFileMode ModeOfOthers(string path) =>
        OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path) & Others;

    private async Task Start(Action? check = null)
    {
        var builder = new TestHostBuilder(folder.Path)
        {
            Settings = { ["Tokens:SigningKey"] = null },
            Configure = builder => builder.Services.AddSingleton(new Recorder()),
        };
        await using var host = await builder.Start(typeof(DataFolderTests).Assembly);
        check?.Invoke();
    }
}
