using SneakerCheck.Checks;
using SneakerCheck.Checks.Likeness;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Checks;

/// <summary>Exemplars are cached once, until they change, and within a memory limit.</summary>
public sealed class ExemplarMemoryTests : IDisposable
{
    private const int Pairs = 4;

    private readonly SqliteFile file = new();
    private readonly RecordingDocuments documents;

    public ExemplarMemoryTests() => documents = new RecordingDocuments(new SqliteDocuments(file.Database, TimeProvider.System));

    [Fact]
    public async Task Concurrent_runs_load_a_model_once()
    {
        using var store = new ExemplarStore(documents);
        await Fill(store, "model");
        documents.Forget();

        var copies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => store.Ready("model", CancellationToken.None)));

        Assert.Equal(1, documents.Queries);
        Assert.All(copies, copy => Assert.Same(copies[0], copy));
    }

    [Fact]
    public async Task A_change_makes_the_next_run_reload()
    {
        using var store = new ExemplarStore(documents);
        await Fill(store, "model");
        var before = await store.Ready("model", CancellationToken.None);

        await Add(store, "model", "one-more");

        var after = await store.Ready("model", CancellationToken.None);
        Assert.NotSame(before, after);
        Assert.True(after.Bytes > before.Bytes);
    }

    [Fact]
    public async Task Models_that_exceed_the_limit_together_are_evicted_and_reloaded()
    {
        using var unbounded = new ExemplarStore(documents);
        foreach (var model in (string[])["first", "second"])
            await Fill(unbounded, model);
        var one = (await unbounded.Ready("first", CancellationToken.None)).Bytes;
        using var store = new ExemplarStore(documents, one * 3 / 2);
        var first = await store.Ready("first", CancellationToken.None);
        Assert.Same(first, await store.Ready("first", CancellationToken.None));

        var second = await store.Ready("second", CancellationToken.None);

        Assert.Same(second, await store.Ready("second", CancellationToken.None));
        Assert.NotSame(first, await store.Ready("first", CancellationToken.None));
    }

    [Fact]
    public async Task A_model_larger_than_the_limit_is_cached_alone()
    {
        using var store = new ExemplarStore(documents, memoryBytes: 1);
        await Fill(store, "model");

        var copy = await store.Ready("model", CancellationToken.None);

        Assert.Same(copy, await store.Ready("model", CancellationToken.None));
    }

    public void Dispose() => file.Dispose();

    private static async Task Fill(ExemplarStore store, string model)
    {
        for (var pair = 0; pair < Pairs; pair++)
            await Add(store, model, $"pair-{pair}");
    }

    private static Task Add(ExemplarStore store, string model, string pair) => store.Add(
        new Exemplar(
            Guid.CreateVersion7().ToString("N"),
            model,
            "side",
            Answer.True,
            pair,
            $"sha-of-{pair}",
            1,
            PhotoFeatures.Version,
            Exemplar.Pack(new float[PhotoFeatures.Length]),
            DateTimeOffset.UnixEpoch,
            1),
        CancellationToken.None);
}
