using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Tests.Worker;

/// <summary>A query of the product, parsed from Cosmos DB's dialect.</summary>
/// <param name="Kind">The kind of document.</param>
/// <param name="Asked">The conditions and the order.</param>
/// <param name="IsCount">Whether only the count is requested.</param>
/// <param name="IsPartOfPlan">Whether it is the SDK's rewritten query for one physical partition.</param>
internal sealed partial record CosmosStandInQuery(string Kind, DocumentQuery Asked, bool IsCount, bool IsPartOfPlan)
{
    private const string PartOfOrder = "orderByItems";
    private const string PartOfCount = "[{\"item\": COUNT(1)}]";

    /// <summary>Parses a query. Returns null if the product has no query of this form.</summary>
    public static CosmosStandInQuery? Parse(string text, JsonArray parameters)
    {
        var isCount = text.Contains("COUNT(1)", StringComparison.Ordinal);
        var isPartOfPlan = text.Contains(PartOfOrder, StringComparison.Ordinal) || text.Contains(PartOfCount, StringComparison.Ordinal);
        if (Shape().Match(text) is not { Success: true } shape)
            return null;
        var values = parameters.ToDictionary(parameter => (string)parameter!["name"]!, parameter => Value(parameter!["value"]!));
        List<Condition> conditions = [];
        var rest = Comparisons().Replace(shape.Groups["where"].Value, match =>
        {
            var field = Path(match.Groups["field"].Value);
            conditions.Add(match.Groups["of"] is { Success: true } array
                ? Contains(Path(array.Value), [.. match.Groups["entry"].Captures.Select(name => values[name.Value])], match.Value[0] == '(')
                : match.Groups["part"].Success
                ? new Condition(Path(match.Groups["text"].Value), Comparison.Substring, values[match.Groups["part"].Value])
                : match.Groups["in"].Success
                ? OneOf(field, [.. match.Groups["in"].Value.Split(", ").Select(name => values[name])])
                : new Condition(field, Operator(match.Groups["operator"].Value), values[match.Groups["value"].Value]));
            return "";
        });
        // Only fixed text may remain; otherwise a condition would be ignored.
        if (Filler().Replace(rest, "").Length > 0)
            return null;
        var order = shape.Groups["order"];
        var asked = new DocumentQuery
        {
            Conditions = [.. conditions],
            OrderBy = order.Success ? Path(order.Value) : "id",
            Descending = shape.Groups["direction"].Value == "DESC",
        };
        return new((string)values["@kind"], asked, isCount, isPartOfPlan);
    }

    /// <summary>The documents that the SDK's query of <c>ReadMany</c> names; null if it is another query.</summary>
    public static IEnumerable<DocumentPlace>? ManyReads(string text, JsonArray parameters)
    {
        if (!ManyShape().IsMatch(text))
            return null;
        var values = parameters.ToDictionary(parameter => (string)parameter!["name"]!, parameter => (string)parameter!["value"]!);
        return from name in values.Keys
               where name.StartsWith("@param_id", StringComparison.Ordinal)
               select new DocumentPlace(values[$"@param_pk{name["@param_id".Length..]}0"], values[name]);
    }

    /// <summary>How the SDK distributes a query over physical partitions, of which there is one.</summary>
    public static JsonObject Plan(string text)
    {
        var isMany = ManyShape().IsMatch(text);
        var shape = Shape().Match(text);
        var order = shape.Groups["order"].Value;
        var isCount = text.Contains("COUNT(1)", StringComparison.Ordinal);
        return new()
        {
            ["partitionedQueryExecutionInfoVersion"] = 2,
            ["queryInfo"] = new JsonObject
            {
                ["distinctType"] = "None",
                ["orderBy"] = isCount || isMany
                    ? []
                    : new JsonArray(shape.Groups["direction"].Value == "DESC" ? "Descending" : "Ascending"),
                ["orderByExpressions"] = isCount || isMany ? [] : new JsonArray(order),
                ["groupByExpressions"] = new JsonArray(),
                ["groupByAliases"] = new JsonArray(),
                ["aggregates"] = isCount ? new JsonArray("Count") : [],
                ["groupByAliasToAggregateType"] = new JsonObject(),
                ["hasSelectValue"] = isCount,
                ["rewrittenQuery"] = isMany ? "" : isCount
                    ? $"SELECT VALUE {PartOfCount} FROM c WHERE {shape.Groups["where"]}"
                    : $"SELECT c._rid, [{{\"item\": {order}}}] AS {PartOfOrder}, c AS payload FROM c WHERE ({shape.Groups["where"]}) "
                        + $"AND ({{documentdb-formattableorderbyquery-filter}}) ORDER BY {order} {shape.Groups["direction"]}",
            },
            ["queryRanges"] = new JsonArray(
                new JsonObject { ["min"] = "", ["max"] = "FF", ["isMinInclusive"] = true, ["isMaxInclusive"] = false }),
        };
    }

    /// <summary>An item in the form in which the SDK merges the parts.</summary>
    public JsonObject Wrap(JsonObject item)
    {
        var path = Asked.OrderBy == "id" ? ["id"] : Asked.OrderBy.Split('.').Prepend("data");
        var value = path.Aggregate((JsonNode)item, (node, name) => node[name]!);
        return new()
        {
            ["_rid"] = (string)item["_rid"]!,
            [PartOfOrder] = new JsonArray(new JsonObject { ["item"] = value.DeepClone() }),
            ["payload"] = item
        };
    }

    // The values of ContainsAny are in parentheses, also when there is only one.
    private static Condition Contains(string field, object[] values, bool isAny) => values switch
    {
        _ when !isAny => Condition.Contains(field, values[0]),
        [var value] => new(field, Comparison.ContainsAny, value),
        _ => Condition.ContainsAny(field, values.Cast<string>()),
    };

    private static Condition OneOf(string field, object[] values) => values switch
    {
        [var value] => new(field, Comparison.OneOf, value),
        [string, ..] => Condition.OneOf(field, values.Cast<string>()),
        _ => Condition.OneOf(field, values.Cast<long>()),
    };

    private static string Path(string field) =>
        field == "c.id" ? "id" : string.Join('.', Member().Matches(field).Select(member => member.Groups[1].Value));

    private static object Value(JsonNode value) => value.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.String => (string)value!,
        System.Text.Json.JsonValueKind.Number => value.AsValue().TryGetValue<long>(out var whole) ? whole : (object)(double)value,
        _ => (bool)value,
    };

    private static Comparison Operator(string text) => text switch
    {
        "=" => Comparison.Equal,
        "!=" => Comparison.NotEqual,
        "<" => Comparison.Less,
        "<=" => Comparison.LessOrEqual,
        ">" => Comparison.Greater,
        _ => Comparison.GreaterOrEqual,
    };

    [GeneratedRegex(
        """^SELECT .* FROM c WHERE (?<where>.*?)(?: ORDER BY (?<order>\S+) (?<direction>ASC|DESC))?$""", RegexOptions.Singleline)]
    private static partial Regex Shape();

    [GeneratedRegex(
        """(?<field>c\.id|c\.data(?:\["\w+"\])+) (?:(?<operator>=|!=|<=|>=|<|>) (?<value>@p\w+)|IN \((?<in>@p\w+(?:, @p\w+)*)\))"""
        + """|\(?ARRAY_CONTAINS\((?<of>c\.id|c\.data(?:\["\w+"\])+), (?<entry>@p\w+)\)"""
        + """(?: OR ARRAY_CONTAINS\([^ ]+, (?<entry>@p\w+)\))*\)?"""
        + """|(?<!_)CONTAINS\((?<text>c\.id|c\.data(?:\["\w+"\])+), (?<part>@p\w+)\)""")]
    private static partial Regex Comparisons();

    [GeneratedRegex("""c\.kind = @kind|IS_(STRING|BOOL|NUMBER|PRIMITIVE|NULL)\((c\.id|c\.data(\["\w+"\])+)\)|AND|NOT|true|[() ]""")]
    private static partial Regex Filler();

    [GeneratedRegex(
        """^SELECT \* FROM c WHERE \(( *\( *c\.id = @param_id(\d+) AND c\["partition"\] = @param_pk\2[0] *\) *(OR)?)+ *\) *$""")]
    private static partial Regex ManyShape();

    [GeneratedRegex("""\["(\w+)"\]""")]
    private static partial Regex Member();
}
