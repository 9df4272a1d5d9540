using System.Collections.Immutable;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Tests.Platform.Documents;

public sealed partial class DocumentsBehaviour
{
    public async Task Conditions_compare_text()
    {
        await Fill(new("a"), new("b"), new("B"), new("1"));

        Assert.Equal(["b"], await Names_where("name", Comparison.Equal, "b"));
        Assert.Equal(["a", "B", "1"], await Names_where("name", Comparison.NotEqual, "b"));
        Assert.Equal(["B", "1"], await Names_where("name", Comparison.Less, "a"));
        Assert.Equal(["a", "B", "1"], await Names_where("name", Comparison.LessOrEqual, "a"));
        Assert.Equal(["b"], await Names_where("name", Comparison.Greater, "a"));
        Assert.Equal(["a", "b"], await Names_where("name", Comparison.GreaterOrEqual, "a"));
    }

    public async Task Conditions_compare_integers_and_fractions()
    {
        await Fill(new("a", 1, 0.5), new("b", 2, 2), new("c", -3, 1e10));

        Assert.Equal(["b"], await Names_where("size", Comparison.Equal, 2L));
        Assert.Equal(["b"], await Names_where("size", Comparison.Equal, 2.0));
        Assert.Equal(["a", "c"], await Names_where("size", Comparison.NotEqual, 2L));
        Assert.Equal(["c"], await Names_where("size", Comparison.Less, 1L));
        Assert.Equal(["a", "b"], await Names_where("size", Comparison.Greater, 0.5));
        Assert.Equal(["a", "b"], await Names_where("weight", Comparison.LessOrEqual, 2L));
        Assert.Equal(["b", "c"], await Names_where("weight", Comparison.GreaterOrEqual, 0.6));
    }

    public async Task Conditions_compare_Booleans_and_nested_fields()
    {
        await Fill(new("a", Boxed: true), new("b", Detail: new("tongue", 1)), new("c", Boxed: true, Detail: new("tag", 2)));

        Assert.Equal(["a", "c"], await Names_where("boxed", Comparison.Equal, true));
        Assert.Equal(["b"], await Names_where("boxed", Comparison.NotEqual, true));
        Assert.Equal(["b"], await Names_where("detail.view", Comparison.Equal, "tongue"));
        Assert.Equal(["c"], await Names_where("detail.rank", Comparison.Greater, 1L));
    }

    public async Task A_field_is_one_of_several_strings_or_integers()
    {
        await Fill(new("a", 1, 2), new("b", 2, 0.5), new("B", 3, 1, Detail: new("b", 7)));

        Assert.Equal(["a", "b"], await Found_where(Condition.OneOf("name", ["b", "c", "a", "b"])));
        Assert.Equal(["a", "B"], await Found_where(Condition.OneOf("size", [3L, -1L, 1L])));
        Assert.Equal(["a", "B"], await Found_where(Condition.OneOf("weight", [1L, 2L])));
        Assert.Equal(["B"], await Found_where(Condition.OneOf("detail.view", ["a", "b"])));
        Assert.Equal(["a", "B"], await Found_where(Condition.OneOf("id", ["0000", "0002"])));
        Assert.Empty(await Found_where(Condition.OneOf("name", ["c"])));
        Assert.Equal(["b"], await Found_where(Condition.OneOf("name", ["a", "b"]), Condition.OneOf("size", [2L, 3L])));
        Assert.Equal(2, await documents.Count(kind, new() { Partition = partition, Conditions = [Condition.OneOf("size", [1L, 2L])] }));
    }

    public async Task One_of_values_of_another_type_matches_nothing()
    {
        await Fill(new Sample("1", 1, 1, true));

        Assert.Empty(await Found_where(Condition.OneOf("name", [0L, 1L])));
        Assert.Empty(await Found_where(Condition.OneOf("size", ["0", "1"])));
        Assert.Empty(await Found_where(Condition.OneOf("boxed", [0L, 1L])));
        Assert.Empty(await Found_where(Condition.OneOf("boxed", ["1", "true"])));
        Assert.Empty(await Found_where(Condition.OneOf("note", ["", "null"])));
        Assert.Empty(await Found_where(Condition.OneOf("nowhere", ["", "null"])));
        Assert.Empty(await Found_where(Condition.OneOf("id", [0L])));
    }

    public async Task The_maximum_number_of_values_is_found_in_order()
    {
        await Fill([.. Enumerable.Range(0, 40).Select(number => new Sample($"{number:00}", number % 20))]);
        long[] values = [.. Enumerable.Range(10, Condition.MaximumValues).Select(number => (long)number).Reverse()];
        var query = new DocumentQuery
        {
            Partition = partition,
            Conditions = [Condition.OneOf("size", values)],
            OrderBy = "size",
            Limit = 3
        };

        var names = await Found(query);
        Assert.Equal(Enumerable.Range(10, 10).SelectMany(size => new[] { $"{size:00}", $"{size + 20:00}" }),
            names.OrderBy(name => int.Parse(name) % 20).ThenBy(name => name));
        Assert.Equal(names.Select(name => int.Parse(name) % 20).Order(), names.Select(name => int.Parse(name) % 20));
    }

    public async Task An_array_contains_an_entry_all_of_several_or_any_of_several()
    {
        await Fill(
            new Sample("a") { Colours = ["red", "blue"], Sizes = [1, 2] },
            new Sample("b") { Colours = ["blue", "Red", ""] },
            new Sample("c") { Colours = [], Sizes = [2] },
            new Sample("d", Note: "red"));

        Assert.Equal(["a"], await Found_where(Condition.Contains("colours", "red")));
        Assert.Equal(["a", "b"], await Found_where(Condition.Contains("colours", "blue")));
        Assert.Equal(["b"], await Found_where(Condition.Contains("colours", "")));
        Assert.Empty(await Found_where(Condition.Contains("colours", "re")));
        Assert.Equal(["a"], await Found_where(Condition.Contains("colours", "red"), Condition.Contains("colours", "blue")));
        Assert.Empty(await Found_where(Condition.Contains("colours", "red"), Condition.Contains("colours", "Red")));
        Assert.Equal(["a", "b"], await Found_where(Condition.ContainsAny("colours", ["red", "green", "Red"])));
        Assert.Equal(["b"], await Found_where(Condition.ContainsAny("colours", ["Red"])));
        Assert.Empty(await Found_where(Condition.ContainsAny("colours", ["green", "RED"])));
        Assert.Equal(["a", "c"], await Found_where(Condition.Contains("sizes", 2L)));
        Assert.Empty(await Found_where(Condition.Contains("sizes", "2")));
        Assert.Empty(await Found_where(Condition.Contains("note", "red")));
        Assert.Empty(await Found_where(Condition.Contains("nowhere", "red")));
        var any = new DocumentQuery { Partition = partition, Conditions = [Condition.ContainsAny("colours", ["red", "Red"])] };
        Assert.Equal(2, await documents.Count(kind, any));
        Assert.Equal(["a", "b"], await Found(any with { OrderBy = "name", Limit = 1 }));
    }

    public async Task An_array_contains_hostile_texts_and_nothing_else()
    {
        await Fill([.. Texts.Hostile.Select(text => new Sample(text) { Colours = [text] })]);

        foreach (var text in Texts.Hostile)
        {
            Assert.Equal([text], await Found_where(Condition.Contains("colours", text)));
            Assert.Equal([text], await Found_where(Condition.ContainsAny("colours", [text, "no such text"])));
        }
    }

    public async Task A_text_has_a_part()
    {
        string[] names = ["看鞋 Dunk", "dunk", "100%_\\", "看\u0001鞋\u0000", "👟e\u0301"];
        await Fill([.. names.Select(name => new Sample(name))]);

        string[] parts = ["看", "看鞋", "鞋", "鞋看", "D", "dunk", "unk", "%", "_", "\\", "1%", "👟", "e", "\u0301", "é", " "];
        foreach (var part in parts)
            Assert.Equal(
                names.Where(name => name.Contains(part, StringComparison.Ordinal)), await Found_where(Condition.Substring("name", part)));
        Assert.Equal(names, await Found_where(Condition.Substring("name", "")));
        Assert.Equal(["dunk"], await Found_where(Condition.Substring("name", "un"), Condition.Substring("name", "dun")));
        Assert.Empty(await Found_where(Condition.Substring("note", "")));
        Assert.Empty(await Found_where(Condition.Substring("size", "0")));
        Assert.Equal(names[..1], await Found_where(Condition.Substring("id", "000"), Condition.Substring("id", "0000")));
        Assert.Throws<ArgumentException>(() => Condition.Substring("name", "a\u0001"));
    }

    public async Task A_value_of_another_type_meets_no_condition()
    {
        await Fill(new Sample("1", 1, 1, true));

        foreach (var comparison in Enum.GetValues<Comparison>())
        {
            Assert.Empty(await Names_where("name", comparison, 1L));
            Assert.Empty(await Names_where("name", comparison, true));
            Assert.Empty(await Names_where("size", comparison, "1"));
            Assert.Empty(await Names_where("size", comparison, true));
            Assert.Empty(await Names_where("boxed", comparison, 1L));
            Assert.Empty(await Names_where("boxed", comparison, "true"));
            Assert.Empty(await Names_where("id", comparison, 0L));
        }
    }

    public async Task A_field_that_is_missing_or_null_meets_no_condition()
    {
        await Fill(new("a"), new("b", Note: "x") { Tag = "x" });

        foreach (var field in (string[])["tag", "note", "detail.view", "nowhere"])
            foreach (var comparison in Enum.GetValues<Comparison>())
                Assert.DoesNotContain("a", await Names_where(field, comparison, "m"));
        Assert.Equal(["b"], await Names_where("tag", Comparison.NotEqual, "m"));
        Assert.Equal(["b"], await Names_where("note", Comparison.NotEqual, "m"));
    }

    public async Task All_conditions_must_hold()
    {
        await Fill(new("a", 1, Boxed: true), new("b", 2, Boxed: true), new("c", 2), new("d", 3, Boxed: true));

        ImmutableArray<Condition> conditions = [new("size", Comparison.Greater, 1L), new("size", Comparison.Less, 3L),
            Condition.Equal("boxed", true)];
        Assert.Equal(["b"], await Found(new() { Partition = partition, Conditions = conditions }));
        Assert.Equal(1, await documents.Count(kind, new() { Partition = partition, Conditions = conditions, Limit = 1 }));
    }

    public async Task Any_text_matches_only_itself()
    {
        await Fill([.. Texts.Hostile.Select(text => new Sample(text))]);

        foreach (var text in Texts.Hostile)
            Assert.Equal([text], await Names_where("name", Comparison.Equal, text));
        Assert.Equal(Texts.Hostile[1..], await Found_where(Condition.OneOf("name", Texts.Hostile[1..])));
    }

    public async Task Other_kinds_and_partitions_are_not_found()
    {
        await Fill(new Sample("a"));
        await documents.Commit(
            new Commit(partition).Create(new DocumentKind<Sample>("other", SampleJson.Default.Sample), "other", new("b")));
        await documents.Commit(new Commit(Guid.NewGuid().ToString()).Create(kind, "elsewhere", new("c")));

        Assert.Equal(["a"], await Found(new() { Partition = partition }));
        Assert.Equal(1, await documents.Count(kind, new() { Partition = partition }));
        Assert.Equal(["a", "c"], (await Found(new())).Order(StringComparer.Ordinal));
        Assert.Equal(2, await documents.Count(kind, new()));
    }

    public async Task Ids_order_both_ways_and_can_be_compared()
    {
        await Fill(new("a"), new("b"), new("c"));

        Assert.Equal(["a", "b", "c"], await Found(new() { Partition = partition }));
        Assert.Equal(["c", "b", "a"], await Found(new() { Partition = partition, Descending = true }));
        Assert.Equal(["b", "c"], await Names_where("id", Comparison.Greater, "0000"));
    }

    public async Task Fields_order_both_ways_and_documents_without_them_are_left_out()
    {
        await Fill(new("a", 2, 0.5, Note: "n"), new("b", -1, 1.5, Note: "m"), new("c", 10, 1e-3), new("d", 9, 2) { Tag = "t" });

        Assert.Equal(["b", "a", "d", "c"], await Found(new() { Partition = partition, OrderBy = "size" }));
        Assert.Equal(["d", "b", "a", "c"], await Found(new() { Partition = partition, OrderBy = "weight", Descending = true }));
        Assert.Equal(["b", "a"], await Found(new() { Partition = partition, OrderBy = "note" }));
        Assert.Equal(["d"], await Found(new() { Partition = partition, OrderBy = "tag", Descending = true }));
        Assert.Equal(4, await documents.Count(kind, new() { Partition = partition, OrderBy = "tag" }));
    }

    public async Task Pages_neither_repeat_nor_skip()
    {
        Sample[] samples =
            [.. Enumerable.Range(0, 23).Select(number => new Sample($"{number:00}", number / 5, number % 3 * 0.5, number % 2 == 0))];
        await Fill(samples[..12]);
        var elsewhere = new Commit(Guid.NewGuid().ToString());
        foreach (var sample in samples[12..])
            elsewhere.Create(kind, $"{Array.IndexOf(samples, sample):0000}", sample);
        await documents.Commit(elsewhere);

        foreach (var order in (string[])["id", "name", "size", "weight", "boxed"])
            foreach (var descending in (bool[])[false, true])
                foreach (var here in (string?[])[null, partition])
                    foreach (var limit in (int[])[1, 4, 23, 1000])
                    {
                        var query = new DocumentQuery { Partition = here, OrderBy = order, Descending = descending, Limit = limit };
                        var names = await Found(query);
                        Assert.Equal(
                            (here is null ? samples : samples[..12]).Select(sample => sample.Name), names.Order(StringComparer.Ordinal));
                        if (order is "id" or "name")
                            Assert.Equal(
                                descending ? names.OrderDescending(StringComparer.Ordinal) : names.Order(StringComparer.Ordinal), names);
                    }
    }

    public async Task Paging_continues_past_hostile_texts()
    {
        await Fill([.. Texts.Hostile.Select(text => new Sample(text))]);

        Assert.Equal(Texts.Hostile.Length,
            (await Found(new() { Partition = partition, OrderBy = "name", Limit = 1 })).Distinct(StringComparer.Ordinal).Count());
    }

    public async Task Paging_keeps_its_position_while_documents_are_created_and_deleted()
    {
        await Fill(new("b"), new("d"), new("f"));
        var query = new DocumentQuery { Partition = partition, OrderBy = "name", Limit = 2 };
        var first = await documents.Query(kind, query);
        await documents.Commit(
            new Commit(partition).Delete(first.Items[1].Id).Create(kind, "early", new("a")).Create(kind, "late", new("e")));

        Assert.Equal(["e", "f"], await Found(query with { Continuation = first.Continuation }));
    }

    public async Task A_continuation_of_another_query_or_an_invalid_one_is_refused()
    {
        await Fill(new("a"), new("b"), new("c"));
        var query = new DocumentQuery { Partition = partition, OrderBy = "name", Limit = 1 };
        var given = (await documents.Query(kind, query)).Continuation!;
        var tampered = given[..^1] + (given[^1] == 'A' ? 'B' : 'A');

        foreach (var foreign in (string[])["", "x", "not base64!", "YWJj", given[1..], tampered, given + given])
            await Assert.ThrowsAsync<ArgumentException>(() => documents.Query(kind, query with { Continuation = foreign }));
        foreach (var other in (DocumentQuery[])
            [
                query with { OrderBy = "size" },
                query with { Descending = true },
                query with { Partition = null },
                query with { Conditions = [Condition.Equal("size", 0L)] },
            ])
            await Assert.ThrowsAsync<ArgumentException>(() => documents.Query(kind, other with { Continuation = given }));
        var one = query with { Conditions = [Condition.OneOf("name", ["a", "b"])] };
        var next = (await documents.Query(kind, one)).Continuation!;
        foreach (var values in (string[][])[["a"], ["a", "c"], ["a", "b", "c"], ["a 1:b"]])
            await Assert.ThrowsAsync<ArgumentException>(
                () => documents.Query(kind, query with { Conditions = [Condition.OneOf("name", values)], Continuation = next }));
        Assert.Equal(["b"], await Found(one with { Continuation = next }));
        Assert.Equal(["b", "c"], await Found(query with { Continuation = given, Limit = 2 }));
    }

    public async Task A_page_has_at_least_one_document_and_at_most_a_thousand()
    {
        foreach (var limit in (int[])[int.MinValue, 0, 1001])
            await Assert.ThrowsAnyAsync<ArgumentException>(() => documents.Query(kind, new() { Limit = limit }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => documents.Query(kind, new() { OrderBy = "name') --" }));
    }

    private async Task Fill(params Sample[] samples)
    {
        var commit = new Commit(partition);
        for (var number = 0; number < samples.Length; number++)
            commit.Create(kind, $"{number:0000}", samples[number]);
        Assert.True((await documents.Commit(commit)).IsCommitted);
    }

    private Task<List<string>> Names_where(string field, Comparison comparison, object value) =>
        Found(new() { Partition = partition, Conditions = [new(field, comparison, value)] });

    private Task<List<string>> Found_where(params ImmutableArray<Condition> conditions) =>
        Found(new() { Partition = partition, Conditions = conditions });

    private async Task<List<string>> Found(DocumentQuery query)
    {
        List<string> names = [];
        while (true)
        {
            var page = await documents.Query(kind, query);
            Assert.InRange(page.Items.Length, 0, query.Limit);
            names.AddRange(page.Items.Select(item => item.Value.Name));
            if (page.Continuation is null)
                return names;
            query = query with { Continuation = page.Continuation };
        }
    }
}
