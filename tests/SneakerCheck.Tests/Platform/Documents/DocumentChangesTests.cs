using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Tests.Pictures;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Platform.Documents;

/// <summary>Concurrent changes: none is lost, none is retried forever, and without a conflict there is no extra cost.</summary>
public sealed class DocumentChangesTests : IDisposable
{
    private static readonly DocumentKind<Sample> Kind = new("sample", SampleJson.Default.Sample);

    private readonly SqliteFile file = new();
    private readonly RecordingDocuments documents;
    private readonly ManualTime time = new();

    public DocumentChangesTests() => documents = new(new SqliteDocuments(file.Database, TimeProvider.System));

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task A_change_without_conflict_costs_one_read_and_one_commit()
    {
        var created = await Add(documents);
        documents.Forget();
        var changed = await Add(documents);

        Assert.Equal((1, 2), (created!.Value.Size, changed!.Value.Size));
        Assert.Equal((1, 1, 2), (documents.Reads, documents.Commits, documents.Calls.Count));
        Assert.Equal(changed, await documents.Read(Kind, "p", "a", default));
    }

    [Fact]
    public async Task A_change_that_returns_the_same_value_or_null_writes_nothing()
    {
        await Add(documents);
        documents.Forget();

        var same = await documents.Change(time, Kind, "p", "a", before => before!.Value, default);
        var none = await documents.Change(time, Kind, "p", "missing", before => before?.Value, default);

        Assert.Equal(1, same!.Value.Size);
        Assert.Null(none);
        Assert.Equal((2, 0), (documents.Reads, documents.Commits));
    }

    [Fact]
    public async Task A_hundred_concurrent_changes_of_one_document_all_take_effect()
    {
        var changes = Enumerable.Range(0, 100).Select(_ => Task.Run(() => Add(documents))).ToArray();
        // The clock advances only while all remaining changes wait for it, however long the store takes.
        while (Array.FindAll(changes, change => !change.IsCompleted) is { Length: > 0 } left)
        {
            if (time.Waiting >= left.Length)
                time.Advance(TimeSpan.FromMilliseconds(1));
            else
                await Task.Yield();
        }

        await Task.WhenAll(changes);
        Assert.Equal(100, (await documents.Read(Kind, "p", "a", default))!.Value.Size);
        Assert.True(documents.Commits > 100, "no change met a conflict");
    }

    [Fact]
    public async Task After_the_first_conflict_a_change_is_retried_at_once()
    {
        var troubled = new TroubledDocuments(documents);
        var commits = 0;
        troubled.OnCommit = () => commits++ == 0 ? CommitResult.Failed(CommitOutcome.Exists, 0) : null;

        Assert.Equal(1, (await Add(troubled))!.Value.Size);
        Assert.Equal((0, 2), (time.Waiting, commits));
    }

    [Fact]
    public async Task A_change_that_always_meets_a_conflict_is_refused_after_the_maximum_of_attempts()
    {
        var troubled = new TroubledDocuments(documents);
        var attempts = 0;
        troubled.OnCommit = () =>
        {
            attempts++;
            return CommitResult.Failed(CommitOutcome.Changed, 0);
        };

        var refusal = await Assert.ThrowsAsync<Refusal>(
            () => troubled.Change(new InstantTime(), Kind, "p", "a", _ => new Sample("a"), default));

        Assert.Equal((503, "try_again", TimeSpan.FromSeconds(1)), (refusal.Status, refusal.Code, refusal.RetryAfter));
        Assert.Equal(DocumentChanges.MaximumAttempts, attempts);
        Assert.Null(await documents.Read(Kind, "p", "a", default));
    }

    [Fact]
    public void Waits_between_attempts_are_at_most_a_quarter_of_a_second()
    {
        for (var tries = 0; tries < DocumentChanges.MaximumAttempts; tries++)
        {
            var wait = DocumentChanges.Wait(tries, time, default);
            time.Advance(TimeSpan.FromMilliseconds(250));
            Assert.True(wait.IsCompletedSuccessfully, $"after {tries} attempts");
        }
    }

    [Fact]
    public async Task Cancellation_ends_a_waiting_change()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = DocumentChanges.Retry(time, () => Task.FromResult<string?>(null), cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private Task<Document<Sample>?> Add(IDocuments to) => to.Change(
        time,
        Kind,
        "p",
        "a",
        before => before is null ? new Sample("a", 1) : before.Value with { Size = before.Value.Size + 1 },
        default);
}
