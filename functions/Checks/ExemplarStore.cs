using System.Text.Json.Serialization;
using SneakerCheck.Checks.Likeness;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Checks;

/// <summary>Counts the changes to one model's exemplars, so that a cached copy can be recognised as stale.</summary>
internal sealed record ExemplarVersion(long Version);

/// <summary>Which exemplars to list: those that meet everything that is not null.</summary>
/// <param name="ShoeModel">The shoe.</param>
/// <param name="View">The view.</param>
/// <param name="Verdict">True or fake.</param>
/// <param name="Pair">The pair of shoes.</param>
public sealed record ExemplarFilter(string? ShoeModel, string? View, Answer? Verdict, string? Pair)
{
    internal IEnumerable<Condition> Conditions()
    {
        if (View is not null)
            yield return Condition.Equal("view", View);
        if (Verdict is { } verdict)
            yield return Condition.Equal("verdict", verdict.ToString());
        if (Pair is not null)
            yield return Condition.Equal("pair", Pair);
    }
}

/// <summary>
/// Exemplars, in one partition for each shoe model. A change commits together with the model's version. A run reads only the
/// version, and reloads the exemplars if its cached copy is older. So a change takes effect with the next run.
/// </summary>
/// <param name="documents">Where exemplars are stored.</param>
/// <param name="memoryBytes">The approximate limit of the cache in bytes. The least recently used copies are evicted.</param>
public sealed class ExemplarStore(IDocuments documents, long memoryBytes = ExemplarStore.DefaultMemoryBytes) : IDisposable
{
    /// <summary>Room for some fifty models with a hundred pairs a label and seven views, or five with five hundred.</summary>
    public const long DefaultMemoryBytes = 256L << 20;

    private const string VersionId = "version";
    private const int PageSize = 100;
    private static readonly DocumentKind<Exemplar> Kind = new("exemplar", ExemplarJson.Default.Exemplar);
    private static readonly DocumentKind<ExemplarVersion> Versions = new("exemplar-version", ExemplarJson.Default.ExemplarVersion);
    // Least recently used first. Not a MemoryCache, which refuses an entry that does not fit instead of evicting others.
    private readonly List<ReadyCopy> ready = [];
    private readonly SemaphoreSlim loading = new(1);

    /// <exception cref="Refusal">
    /// 409 <c>exemplar_exists</c>: the same bytes were added before; <c>pair_has_other_verdict</c>: the pair has the other label.
    /// </exception>
    public async Task Add(Exemplar exemplar, CancellationToken cancellation)
    {
        var partition = Partition(exemplar.ShoeModel);
        await MakeVersion(partition, cancellation);
        if (await Any(partition, Condition.Equal("sha256", exemplar.Sha256), cancellation) is { } same)
            throw new Refusal(409, "exemplar_exists", $"The same photo is already exemplar {same.Id}.");
        if (await Any(partition, Condition.Equal("pair", exemplar.Pair), cancellation) is { } other && other.Verdict != exemplar.Verdict)
            throw new Refusal(409, "pair_has_other_verdict", $"The pair {exemplar.Pair} has exemplars of the other verdict.");
        var result = await documents.Commit(
            new Commit(partition).Create(Kind, exemplar.Id, exemplar).Increment(VersionId, "version", 1), cancellation);
        if (!result.IsCommitted)
            throw new InvalidOperationException($"An exemplar was not stored: {result.Outcome}.");
    }

    /// <summary>Finds an exemplar of any shoe model.</summary>
    public async Task<Document<Exemplar>?> Find(string id, CancellationToken cancellation)
    {
        if (!Guid.TryParseExact(id, "N", out _))
            return null;
        var query = new DocumentQuery { Conditions = [Condition.Equal("id", id)], Limit = 1 };
        return (await documents.Query(Kind, query, cancellation)).Items.FirstOrDefault();
    }

    /// <summary>Deletes an exemplar; false if it no longer exists.</summary>
    public async Task<bool> Delete(Document<Exemplar> exemplar, CancellationToken cancellation)
    {
        var result = await documents.Commit(
            new Commit(exemplar.Partition).Delete(exemplar.Id).Increment(VersionId, "version", 1), cancellation);
        return result.IsCommitted;
    }

    /// <summary>A page of exemplars, newest first.</summary>
    public Task<Page<Exemplar>> List(ExemplarFilter filter, int limit, string? continuation, CancellationToken cancellation)
    {
        var query = new DocumentQuery
        {
            Partition = filter.ShoeModel is { } shoeModel ? Partition(shoeModel) : null,
            Conditions = [.. filter.Conditions()],
            Descending = true,
            Limit = limit,
            Continuation = continuation,
        };
        return documents.Query(Kind, query, cancellation);
    }

    /// <summary>The current exemplars of a model, prepared for decisions.</summary>
    public async Task<LikenessExemplars> Ready(string shoeModel, CancellationToken cancellation)
    {
        var partition = Partition(shoeModel);
        // Read the version before the exemplars: if one is added in between, the copy counts as stale rather than as current.
        var version = (await documents.Read(Versions, partition, VersionId, cancellation))?.Value.Version ?? 0;
        if (Copy(shoeModel, version) is { } copy)
            return copy;
        // One load at a time: concurrent runs of a model need the same copy, and loading takes more memory than the copy.
        await loading.WaitAsync(cancellation);
        try
        {
            if (Copy(shoeModel, version) is { } loaded)
                return loaded;
            var exemplars = await Load(partition, cancellation);
            Cache(new ReadyCopy(shoeModel, version, exemplars));
            return exemplars;
        }
        finally
        {
            loading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => loading.Dispose();

    private LikenessExemplars? Copy(string shoeModel, long version)
    {
        lock (ready)
        {
            if (ready.Find(copy => copy.ShoeModel == shoeModel) is not { } found || found.Version < version)
                return null;
            ready.Remove(found);
            ready.Add(found);
            return found.Exemplars;
        }
    }

    private void Cache(ReadyCopy copy)
    {
        lock (ready)
        {
            ready.RemoveAll(older => older.ShoeModel == copy.ShoeModel);
            ready.Add(copy);
            // Always keep one copy, even if it exceeds the limit.
            while (ready.Count > 1 && ready.Sum(kept => kept.Exemplars.Bytes) > memoryBytes)
                ready.RemoveAt(0);
        }
    }

    private async Task<LikenessExemplars> Load(string partition, CancellationToken cancellation)
    {
        var all = new List<LikenessExemplar>();
        var query = new DocumentQuery { Partition = partition, Limit = PageSize };
        do
        {
            var page = await documents.Query(Kind, query, cancellation);
            all.AddRange(page.Items.Select(item => item.Value)
                .Where(exemplar => exemplar.FeatureVersion == PhotoFeatures.Version)
                .Select(exemplar => exemplar.ForLikeness()));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return LikenessExemplars.Prepare(all);
    }

    private async Task<Exemplar?> Any(string partition, Condition condition, CancellationToken cancellation)
    {
        var query = new DocumentQuery { Partition = partition, Conditions = [condition], Limit = 1 };
        return (await documents.Query(Kind, query, cancellation)).Items.FirstOrDefault()?.Value;
    }

    private async Task MakeVersion(string partition, CancellationToken cancellation)
    {
        if (await documents.Read(Versions, partition, VersionId, cancellation) is null)
            await documents.Commit(new Commit(partition).Create(Versions, VersionId, new ExemplarVersion(0)), cancellation);
    }

    private static string Partition(string shoeModel) => $"exemplars-{shoeModel}";

    private sealed record ReadyCopy(string ShoeModel, long Version, LikenessExemplars Exemplars);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Exemplar))]
[JsonSerializable(typeof(ExemplarVersion))]
internal sealed partial class ExemplarJson : JsonSerializerContext;
