using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Tests.Platform.Documents;

public sealed class CommitTests
{
    private readonly DocumentKind<Sample> kind = new("sample", SampleJson.Default.Sample);

    [Fact]
    public void A_commit_holds_at_most_a_hundred_operations()
    {
        var commit = new Commit("p");
        for (var number = 0; number < 100; number++)
            commit.Delete($"{number}");

        Assert.Throws<InvalidOperationException>(() => commit.Delete("100"));
        Assert.Equal(100, commit.Operations.Count);
    }

    [Fact]
    public void A_commit_changes_a_document_once() =>
        Assert.Throws<InvalidOperationException>(() => new Commit("p").Delete("a").Increment("a", "size", 1));

    [Fact]
    public void Names_that_a_store_cannot_keep_are_refused()
    {
        foreach (var name in (
            string[])["", "a/b", ".", "..", @"a\b", "a?", "#", "a\0", "a\n", "\ud83d", new string('a', 1024), new string('鞋', 342)])
        {
            Assert.ThrowsAny<ArgumentException>(() => new Commit(name));
            Assert.ThrowsAny<ArgumentException>(() => new Commit("p").Create(kind, name, new("x")));
            Assert.ThrowsAny<ArgumentException>(() => new Commit("p").Delete(name));
        }
        foreach (var name in (string[])["", "A", "a b", "a'", "a_b", "-a"])
            Assert.Throws<ArgumentException>(() => new DocumentKind<Sample>(name, SampleJson.Default.Sample));
        foreach (var field in (string[])["", "a'", "a b", "A", "a.", ".a", "a\n", "1", "$", "a\"]"])
        {
            Assert.Throws<ArgumentException>(() => new Commit("p").Increment("a", field, 1));
            Assert.Throws<ArgumentException>(() => new Commit("p").Increment("a", "size", 1, new(AtMostField: field)));
            Assert.Throws<ArgumentException>(() => Condition.Equal(field, "x"));
        }
    }

    [Fact]
    public void Only_strings_finite_numbers_and_Booleans_are_compared()
    {
        foreach (var value in (object[])[1, 1f, 'a', DateTimeOffset.UnixEpoch, double.NaN, double.PositiveInfinity])
            Assert.Throws<ArgumentException>(() => Condition.Equal("size", value));
    }

    [Fact]
    public void A_condition_takes_1_to_250_values()
    {
        Assert.Equal(Condition.MaximumValues, Condition.OneOf("size", new long[Condition.MaximumValues]).Values.Length);
        Assert.Throws<ArgumentException>(() => Condition.OneOf("size", new long[Condition.MaximumValues + 1]));
        Assert.Throws<ArgumentException>(() => Condition.OneOf("name", Enumerable.Repeat("x", Condition.MaximumValues + 1)));
        Assert.Throws<ArgumentException>(() => Condition.OneOf("name", Array.Empty<string>()));
        Assert.Throws<ArgumentException>(() => Condition.OneOf("name", ["x", null!]));
        Assert.Throws<ArgumentException>(() => Condition.OneOf("a'", ["x"]));
    }

    [Fact]
    public void A_time_to_live_is_positive_and_counts_in_whole_seconds()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Commit("p").Create(kind, "a", new("x"), TimeSpan.Zero));
        Assert.Equal(2,
            ((CommitOperation.Create)new Commit("p").Create(kind, "a", new("x"), TimeSpan.FromSeconds(1.001)).Operations[0]).SecondsToLive);
        Assert.Null(((CommitOperation.Create)new Commit("p").Create(kind, "a", new("x")).Operations[0]).SecondsToLive);
    }
}
