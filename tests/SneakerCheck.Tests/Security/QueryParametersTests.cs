using System.Net;
using System.Text;
using Microsoft.Azure.Cosmos;
using Moq;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Cosmos;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Security;

/// <summary>OWASP API8: in both query dialects values are parameters, so the text of a query does not depend on them.</summary>
public sealed class QueryParametersTests
{
    private const int Rounds = 500;
    private const string Alphabet = "'\"`;-()[]{}$.@%_*\\/=<>,:| \0\u0001\r\n\u2028aZ0鞋é👟";
    private static readonly string[] Words = ["OR 1=1", "--", "/*", "SELECT", "DROP TABLE documents", "@p0", "@partition", "c.data",
        "$.name", "NULL", "UDF.x()"];

    private readonly DocumentKind<Sample> kind = new("sample", SampleJson.Default.Sample);

    [Fact]
    public void The_text_of_a_query_to_SQLite_does_not_depend_on_its_values()
    {
        var random = new Random(20261121);
        var (page, count) = (
            SqliteQuery.Page("sample", Query(() => "plain"), 0).Sql, SqliteQuery.Count("sample", Query(() => "plain"), 0).Sql);
        for (var round = 0; round < Rounds; round++)
        {
            var query = Query(() => Text(random));
            var built = SqliteQuery.Page("sample", query, 0);

            Assert.Equal(page, built.Sql);
            Assert.Equal(count, SqliteQuery.Count("sample", query, 0).Sql);
            Assert.Equal(query.Conditions.Sum(condition => condition.Values.Length),
                built.Values.Count(value => value.Name.StartsWith("@p", StringComparison.Ordinal) && value.Name != "@partition"));
            Assert.Contains(("@partition", (object?)query.Partition), built.Values);
        }
    }

    [Fact]
    public async Task The_text_of_a_query_to_Cosmos_does_not_depend_on_its_values()
    {
        var random = new Random(20261121);
        var sent = new List<QueryDefinition>();
        var documents = Recording(sent);
        await documents.Query(kind, Query(() => "plain"));
        for (var round = 0; round < Rounds; round++)
        {
            var query = Query(() => Text(random));
            await documents.Query(kind, query);

            Assert.Equal(sent[0].QueryText, sent[^1].QueryText);
            Assert.Equal(
                query.Conditions.SelectMany(condition => condition.Values).Prepend("sample"),
                sent[^1].GetQueryParameters().Select(parameter => parameter.Value));
        }
    }

    [Fact]
    public async Task A_value_in_SQLite_matches_only_itself()
    {
        using var file = new SqliteFile();
        var documents = new SqliteDocuments(file.Database, TimeProvider.System);
        var random = new Random(20261121);
        var texts = Enumerable.Range(0, 90).Select(_ => Text(random)).Concat(Texts.Hostile).Distinct().Take(100).ToArray();
        var commit = new Commit("p");
        for (var i = 0; i < texts.Length; i++)
            commit.Create(kind, $"{i}", new Sample(texts[i], i));
        Assert.True((await documents.Commit(commit)).IsCommitted);

        for (var i = 0; i < texts.Length; i++)
        {
            var found = await documents.Query(kind, new DocumentQuery { Conditions = [Condition.Equal("name", texts[i])] });
            Assert.Equal(i, Assert.Single(found.Items).Value.Size);
        }
        Assert.Empty((await documents.Query(kind, new DocumentQuery { Conditions = [Condition.Equal("name", "' OR 1=1 --x")] })).Items);
        Assert.Equal(texts.Length, await documents.Count(kind, new DocumentQuery { Conditions = [Condition.OneOf("name", texts)] }));
    }

    [Theory]
    [InlineData("name\"] = c.data[\"name")]
    [InlineData("name') = json_extract(value, '$.name")]
    [InlineData("name OR 1=1")]
    [InlineData("Name")]
    [InlineData("name\n")]
    [InlineData("name..size")]
    [InlineData("")]
    public void An_invalid_field_name_makes_no_query(string field)
    {
        Assert.Throws<ArgumentException>(() => Condition.Equal(field, "x"));
        Assert.Throws<ArgumentException>(() => SqliteQuery.CreateIndex("sample", field));
        Assert.Throws<ArgumentException>(() => SqliteQuery.CreateIndex(field, "name"));
    }

    private static DocumentQuery Query(Func<string> text) => new()
    {
        Partition = "p" + text(),
        OrderBy = "name",
        Conditions =
        [
            Condition.Equal("name", text()), new("name", Comparison.NotEqual, text()), new("detail.view", Comparison.Less, text()),
            new("id", Comparison.GreaterOrEqual, text()), Condition.OneOf("note", [text(), text(), text()]),
        ],
    };

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var parts = random.Next(1, 8); parts > 0; parts--)
        {
            var rune = Alphabet.EnumerateRunes().ElementAt(random.Next(Alphabet.EnumerateRunes().Count()));
            text.Append(random.Next(3) == 0 ? Words[random.Next(Words.Length)] : rune.ToString());
        }
        return text.ToString();
    }

    private static CosmosDocuments Recording(List<QueryDefinition> sent)
    {
        var container = new Mock<Container>(MockBehavior.Strict);
        container.Setup(
            it => it.GetItemQueryStreamIterator(It.IsAny<QueryDefinition>(), It.IsAny<string>(), It.IsAny<QueryRequestOptions>()))
            .Returns((QueryDefinition query, string? _, QueryRequestOptions _) =>
            {
                sent.Add(query);
                var empty = new ResponseMessage(HttpStatusCode.OK)
                {
                    Content = new MemoryStream("""{"_rid":"","Documents":[],"_count":0}"""u8.ToArray()),
                };
                var pages = new Mock<FeedIterator>();
                pages.SetupSequence(it => it.HasMoreResults).Returns(true).Returns(false);
                pages.Setup(it => it.ReadNextAsync(It.IsAny<CancellationToken>())).ReturnsAsync(empty);
                return pages.Object;
            });
        return new CosmosDocuments(container.Object, TimeProvider.System);
    }
}
