using System.Reflection;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Tests.Platform.Documents;

/// <summary>The behaviour that every adapter of <see cref="IDocuments"/> must have: each public method is one test.</summary>
public sealed partial class DocumentsBehaviour(IDocuments documents)
{
    // Each test has its own kind and partition, so that a live account needs no clean-up.
    private readonly DocumentKind<Sample> kind = new($"sample-{Guid.NewGuid():n}", SampleJson.Default.Sample);
    private readonly string partition = Guid.NewGuid().ToString();

    private static readonly Comparer<Document<Sample>?> ByPlace = Comparer<Document<Sample>?>.Create(
        (one, other) => string.CompareOrdinal(one?.Partition + one?.Id, other?.Partition + other?.Id));

    public static TheoryData<string> Names =>
        [.. typeof(DocumentsBehaviour).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.ReturnType == typeof(Task) && method.GetParameters().Length == 0)
            .Select(method => method.Name)];

    public static Task Run(string name, IDocuments documents) =>
        (Task)typeof(DocumentsBehaviour).GetMethod(name)!.Invoke(new DocumentsBehaviour(documents), null)!;

    public async Task A_created_document_is_read_back_with_its_etag()
    {
        var created = await documents.Commit(New("a", new("Dunk", 43, 0.5, true, new("tongue", 2))));
        var read = await documents.Read(kind, partition, "a");

        Assert.True(created.IsCommitted);
        Assert.Equal(-1, created.Operation);
        Assert.Equal(new Document<Sample>(partition, "a", new("Dunk", 43, 0.5, true, new("tongue", 2)), created.ETags.Single()), read);
    }

    public async Task A_missing_document_is_null()
    {
        Assert.Null(await documents.Read(kind, partition, "a"));
        Assert.Null(await documents.Read(kind, partition, "a/b"));
        Assert.Null(await documents.Read(kind, partition, "."));
        Assert.Null(await documents.Read(kind, "", "a"));
    }

    public async Task A_document_of_another_kind_is_null()
    {
        await documents.Commit(New("a", new("Dunk")));

        Assert.Null(await documents.Read(new DocumentKind<Sample>("other", SampleJson.Default.Sample), partition, "a"));
    }

    public async Task Two_documents_of_a_partition_are_read_together_each_of_its_kind()
    {
        var other = new DocumentKind<Sample>($"other-{Guid.NewGuid():n}", SampleJson.Default.Sample);
        await documents.Commit(New("a", new("first")).Create(other, "b", new("second")));
        var elsewhere = Guid.NewGuid().ToString();

        var (first, second) = await documents.ReadPair(partition, (kind, "a"), (other, "b"));
        Assert.Equal(await documents.Read(kind, partition, "a"), first);
        Assert.Equal(await documents.Read(other, partition, "b"), second);
        Assert.Equal((second, first), await documents.ReadPair(partition, (other, "b"), (kind, "a")));
        Assert.Equal((first, first), await documents.ReadPair(partition, (kind, "a"), (kind, "a")));
        Assert.Equal((first, null), await documents.ReadPair(partition, (kind, "a"), (kind, "b")));
        Assert.Equal((null, second), await documents.ReadPair(partition, (kind, "c"), (other, "b")));
        Assert.Equal((null, second), await documents.ReadPair(partition, (kind, "c/d"), (other, "b")));
        Assert.Equal((null, null), await documents.ReadPair(elsewhere, (kind, "a"), (other, "b")));
    }

    public async Task Many_documents_of_many_partitions_are_read_together_as_far_as_they_exist()
    {
        var other = new DocumentKind<Sample>($"other-{Guid.NewGuid():n}", SampleJson.Default.Sample);
        var elsewhere = Guid.NewGuid().ToString();
        await documents.Commit(New("a", new("first")).Create(kind, "b", new("second")).Create(other, "c", new("of another kind")));
        await documents.Commit(new Commit(elsewhere).Create(kind, "a", new("third")));

        var found = await documents.ReadMany(
            kind,
            [
                new(partition, "a"), new(elsewhere, "a"), new(partition, "b"), new(partition, "a"), new(partition, "c"),
                new(elsewhere, "b"), new(partition, "a/b"), new("", "a"),
            ]);

        Document<Sample>?[] expected =
        [
            await documents.Read(kind, partition, "a"), await documents.Read(kind, partition, "b"),
            await documents.Read(kind, elsewhere, "a"),
        ];
        Assert.Equal(expected.Order(ByPlace), found.Order(ByPlace));
        Assert.Empty(await documents.ReadMany(kind, []));
    }

    public async Task The_same_id_in_two_partitions_is_two_documents()
    {
        var elsewhere = Guid.NewGuid().ToString();
        await documents.Commit(New("a", new("here")));
        await documents.Commit(new Commit(elsewhere).Create(kind, "a", new("there")));

        Assert.Equal("here", (await documents.Read(kind, partition, "a"))?.Value.Name);
        Assert.Equal("there", (await documents.Read(kind, elsewhere, "a"))?.Value.Name);
    }

    public async Task Creating_an_existing_document_is_refused()
    {
        await documents.Commit(New("a", new("first")));
        var again = await documents.Commit(New("a", new("second")));

        Assert.Equal((CommitOutcome.Exists, 0), (again.Outcome, again.Operation));
        Assert.Equal("first", (await documents.Read(kind, partition, "a"))?.Value.Name);
    }

    public async Task A_replacement_requires_the_latest_etag_and_returns_a_new_one()
    {
        var first = (await documents.Commit(New("a", new("1")))).ETags[0];
        var second = await documents.Commit(new Commit(partition).Replace(kind, "a", new("2"), first));
        var stale = await documents.Commit(new Commit(partition).Replace(kind, "a", new("3"), first));

        Assert.True(second.IsCommitted);
        Assert.NotEqual(first, second.ETags[0]);
        Assert.Equal(CommitOutcome.Changed, stale.Outcome);
        var read = await documents.Read(kind, partition, "a");
        Assert.Equal(("2", second.ETags[0]), (read?.Value.Name, read?.ETag));
    }

    public async Task A_read_document_can_be_replaced_by_a_later_value()
    {
        await documents.Commit(New("a", new("1")));
        var read = (await documents.Read(kind, partition, "a"))!;

        Assert.True((await documents.Commit(new Commit(partition).Replace(kind, read, read.Value with { Name = "2" }))).IsCommitted);
        Assert.Equal(CommitOutcome.Changed, (await documents.Commit(new Commit(partition).Replace(kind, read, read.Value))).Outcome);
    }

    public async Task Changing_a_missing_document_is_missing()
    {
        foreach (var commit in (Commit[])
            [
                new Commit(partition).Replace(kind, "a", new("1"), "0"),
                new Commit(partition).Delete("a"),
                new Commit(partition).Delete("a", "0"),
                new Commit(partition).Increment("a", "size", 1),
                new Commit(partition).Increment("a", "size", 1, new(AtMost: 10)),
            ])
            Assert.Equal(
                (CommitOutcome.Missing, 0), (await documents.Commit(commit)) is var result ? (result.Outcome, result.Operation) : default);
    }

    public async Task A_deletion_can_name_the_version()
    {
        var etag = (await documents.Commit(New("a", new("1")))).ETags[0];
        await documents.Commit(New("b", new("1")));

        Assert.Equal(CommitOutcome.Changed, (await documents.Commit(new Commit(partition).Delete("a", "0"))).Outcome);
        var deleted = await documents.Commit(new Commit(partition).Delete("a", etag).Delete("b"));
        Assert.True(deleted.ETags.SequenceEqual(["", ""]));
        Assert.Null(await documents.Read(kind, partition, "a"));
        Assert.Null(await documents.Read(kind, partition, "b"));
        Assert.True((await documents.Commit(New("a", new("2")))).IsCommitted);
    }

    public async Task All_operations_take_effect_or_none_and_the_first_failed_one_is_named()
    {
        await documents.Commit(New("there", new("1", Size: 5)));
        var result = await documents.Commit(
            New("new", new("1")).Increment("there", "size", 1).Replace(kind, "absent", new("2"), "0").Create(kind, "newer", new("1")));

        Assert.Equal((CommitOutcome.Missing, 2), (result.Outcome, result.Operation));
        Assert.Empty(result.ETags);
        Assert.Null(await documents.Read(kind, partition, "new"));
        Assert.Null(await documents.Read(kind, partition, "newer"));
        Assert.Equal(5, (await documents.Read(kind, partition, "there"))?.Value.Size);
    }

    public async Task A_hundred_operations_commit_together()
    {
        var commit = new Commit(partition);
        for (var number = 0; number < Commit.MaximumOperations; number++)
            commit.Create(kind, $"{number:000}", new("1"));

        Assert.Equal(100, (await documents.Commit(commit)).ETags.Distinct().Count());
        Assert.Equal(100, await documents.Count(kind, new() { Partition = partition }));
    }

    public async Task A_commit_without_operations_succeeds() => Assert.True((await documents.Commit(new(partition))).IsCommitted);

    public async Task An_increment_stops_at_its_bounds()
    {
        var etag = (await documents.Commit(New("a", new("1", Size: 8)))).ETags[0];

        Assert.Equal(CommitOutcome.Committed, await Add(2, new(AtMost: 10)));
        Assert.Equal(CommitOutcome.OutOfBounds, await Add(1, new(AtMost: 10)));
        Assert.Equal(CommitOutcome.Committed, await Add(-10, new(AtLeast: 0)));
        Assert.Equal(CommitOutcome.OutOfBounds, await Add(-1, new(AtLeast: 0)));
        Assert.Equal(CommitOutcome.Committed, await Add(-7, null));
        var read = await documents.Read(kind, partition, "a");
        Assert.Equal(-7, read?.Value.Size);
        Assert.NotEqual(etag, read?.ETag);

        async Task<CommitOutcome> Add(long by, IncrementBound? bound) =>
            (await documents.Commit(new Commit(partition).Increment("a", "size", by, bound))).Outcome;
    }

    public async Task An_increment_can_be_bounded_by_another_field()
    {
        await documents.Commit(New("a", new("1") { Quota = 2 }).Create(kind, "unbounded", new("1")));

        Assert.Equal(CommitOutcome.Committed, await Use("a", 2));
        Assert.Equal(CommitOutcome.OutOfBounds, await Use("a", 1));
        Assert.Equal(CommitOutcome.OutOfBounds, await Use("unbounded", 1));

        async Task<CommitOutcome> Use(string id, long by) =>
            (await documents.Commit(new Commit(partition).Increment(id, "size", by, new(AtMostField: "quota")))).Outcome;
    }

    public async Task A_missing_field_counts_as_zero_and_is_created()
    {
        await documents.Commit(New("a", new("1")).Create(kind, "b", new("1")));

        Assert.True((
            await documents.Commit(new Commit(partition).Increment("a", "used", 3).Increment("b", "used", 3, new(AtMost: 3)))).IsCommitted);
        Assert.Equal(3, (await documents.Read(kind, partition, "a"))?.Value.Used);
        Assert.Equal(3, (await documents.Read(kind, partition, "b"))?.Value.Used);
        Assert.Equal(
            CommitOutcome.OutOfBounds, (await documents.Commit(new Commit(partition).Increment("b", "used", 1, new(AtMost: 3)))).Outcome);
    }

    public async Task An_increment_reaches_nested_fields_and_never_changes_other_types()
    {
        await documents.Commit(New("a", new("text", Detail: new("tongue", 1))));

        Assert.True((await documents.Commit(new Commit(partition).Increment("a", "detail.rank", 4))).IsCommitted);
        Assert.Equal(
            CommitOutcome.OutOfBounds, (await documents.Commit(new Commit(partition).Increment("a", "name", 1, new(AtMost: 3)))).Outcome);
        await Assert.ThrowsAnyAsync<Exception>(() => documents.Commit(new Commit(partition).Increment("a", "name", 1)));
        Assert.Equal(new Sample("text", Detail: new("tongue", 5)), (await documents.Read(kind, partition, "a"))?.Value);
    }

    public async Task A_hundred_parallel_increments_bounded_by_ten_add_ten()
    {
        await documents.Commit(New("a", new("1")));
        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => Task.Run(() => documents.Commit(
            New($"task-{number}", new("1")).Increment("a", "size", 1, new(AtMost: 10))))));

        Assert.Equal(10, results.Count(result => result.IsCommitted));
        Assert.Equal(90, results.Count(result => result.Outcome == CommitOutcome.OutOfBounds && result.Operation == 1));
        Assert.Equal(10, (await documents.Read(kind, partition, "a"))?.Value.Size);
        Assert.Equal(11, await documents.Count(kind, new() { Partition = partition }));
    }

    public async Task Any_text_survives_in_a_value()
    {
        var texts = Texts.Hostile.Append(new string('鞋', 70_000)).ToArray();
        for (var number = 0; number < texts.Length; number++)
            await documents.Commit(New($"{number}", new(texts[number])));
        for (var number = 0; number < texts.Length; number++)
        {
            await documents.Commit(new Commit(partition).Increment($"{number}", "size", 1));
            Assert.Equal(texts[number], (await documents.Read(kind, partition, $"{number}"))?.Value.Name);
        }
    }

    public async Task Ids_and_partitions_may_contain_any_character_but_four()
    {
        foreach (
            var text in (string[])["a b", "a'b\"c", "ü😀鞋", "100%_%2F", "a+b&c=d;e:f@g,h", "[x]{y}<z>|~^`", "a.", "$a.b(c)!*", "select--"])
        {
            var here = $"{partition}{text}";
            await documents.Commit(new Commit(here).Create(kind, text, new(text)));
            Assert.Equal((here, text, text),
                (await documents.Read(kind, here, text)) is { } read ? (read.Partition, read.Id, read.Value.Name) : default);
            Assert.Single((await documents.Query(kind, new() { Partition = here, Conditions = [Condition.Equal("id", text)] })).Items);
            Assert.True((await documents.Commit(new Commit(here).Delete(text))).IsCommitted);
        }
    }

    public async Task The_store_answers_a_probe() => await documents.Probe();

    private Commit New(string id, Sample value) => new Commit(partition).Create(kind, id, value);
}
