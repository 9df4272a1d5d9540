using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Platform.Documents;

namespace SneakerCheck.Tests.Hosting;

public sealed class LocalHostTests : IDisposable
{
    private static readonly DocumentKind<Sample> Samples = new("sample", SampleJson.Default.Sample);

    private readonly TestFolder folder = new();
    private readonly TestFolder otherFolder = new();

    public void Dispose()
    {
        folder.Dispose();
        otherFolder.Dispose();
    }

    [Fact]
    public async Task Two_hosts_run_side_by_side_each_with_its_own_documents()
    {
        await using var first = await SampleHost.Start(folder, new Recorder());
        await using var second = await SampleHost.Start(otherFolder, new Recorder());

        await Documents(first).Commit(new Commit("box").Create(Samples, "pair", new Sample("pair")));

        Assert.NotEqual(first.Address, second.Address);
        Assert.NotNull(await Documents(first).Read(Samples, "box", "pair"));
        Assert.Null(await Documents(second).Read(Samples, "box", "pair"));
    }

    [Fact]
    public async Task A_folder_has_one_host_at_a_time_and_keeps_its_documents()
    {
        await using (var first = await SampleHost.Start(folder, new Recorder()))
        {
            await Documents(first).Commit(new Commit("box").Create(Samples, "pair", new Sample("pair")));
            var refusal = await Assert.ThrowsAsync<StartupException>(() => SampleHost.Start(folder, new Recorder()));
            Assert.Contains("in use by another host", refusal.Message);
        }

        await using var second = await SampleHost.Start(folder, new Recorder());
        Assert.NotNull(await Documents(second).Read(Samples, "box", "pair"));
    }

    [Fact]
    public async Task A_configured_blob_storage_replaces_the_embedded_one()
    {
        await using var host = await SampleHost.Start(folder, new Recorder());

        Assert.Equal(await AzuriteFixture.GetConnectionString(), host.BlobsConnectionString);
        await new BlobServiceClient(host.BlobsConnectionString).GetPropertiesAsync();
        Assert.Null(host.Azurite);
        Assert.False(File.Exists(folder["azurite.json"]));
    }

    [Fact]
    public async Task Expired_documents_are_deleted_from_the_file()
    {
        var time = new ManualTime();
        await using var host = await SampleHost.Start(folder, new Recorder(), time);
        await Documents(host).Commit(new Commit("box").Create(Samples, "pair", new Sample("pair"), TimeSpan.FromMinutes(1)));
        Assert.Equal(1, await Rows(host));

        await Eventually.Holds(
            async () =>
            {
                time.Advance(TimeSpan.FromMinutes(5));
                return await Rows(host) == 0;
            },
            "the document is gone");
    }

    private static IDocuments Documents(LocalHost host) => host.Services.GetRequiredService<IDocuments>();

    private static Task<long> Rows(LocalHost host) => host.Services.GetRequiredService<SqliteDatabase>()
        .Read(session => session.Query("SELECT COUNT(*) FROM documents", row => row.GetInt64(0)).Single());
}
