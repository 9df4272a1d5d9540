using System.Globalization;
using Microsoft.Azure.Cosmos;

namespace SneakerCheck.Platform.Documents.Cosmos;

/// <summary>
/// Queries in Cosmos DB's dialect. Field paths are validated and put in brackets, because some are keywords. Values are parameters.
/// </summary>
internal static class CosmosQuery
{
    public static QueryDefinition Page(string kind, DocumentQuery query)
    {
        // The service would return documents whose field is missing or null first; IDocuments leaves them out.
        var field = Field(query.OrderBy);
        var has = query.OrderBy == "id" ? "" : $" AND IS_PRIMITIVE({field}) AND NOT IS_NULL({field})";
        return Define("SELECT * FROM c", kind, query, $"{has} ORDER BY {field} {(query.Descending ? "DESC" : "ASC")}");
    }

    public static QueryDefinition Count(string kind, DocumentQuery query) => Define("SELECT VALUE COUNT(1) FROM c", kind, query, "");

    /// <summary>The filter predicate of an increment's patch; null if it has no bound.</summary>
    public static string? Predicate(CommitOperation.Increment increment)
    {
        List<string> terms = [];
        if (increment.Bound?.AtMost is { } most)
            terms.Add(Within("<=", most.ToString(CultureInfo.InvariantCulture)));
        if (increment.Bound?.AtMostField is { } other)
            terms.Add(Within("<=", Field(other)));
        if (increment.Bound?.AtLeast is { } least)
            terms.Add(Within(">=", least.ToString(CultureInfo.InvariantCulture)));
        return terms is [] ? null : "FROM c WHERE " + string.Join(" AND ", terms);

        // A missing field counts as 0. A field that is not a number and a missing bound are undefined, so the comparison fails.
        string Within(string comparison, string bound)
        {
            var field = Field(increment.Field);
            var by = increment.By.ToString(CultureInfo.InvariantCulture);
            return $"({field} + {by} {comparison} {bound} OR (NOT IS_DEFINED({field}) AND {by} {comparison} {bound}))";
        }
    }

    private static QueryDefinition Define(string select, string kind, DocumentQuery query, string rest)
    {
        var conditions = query.Conditions.Select((condition, index) => " AND " + Term(condition, Parameters(condition, index)));
        var definition = new QueryDefinition($"{select} WHERE c.kind = @kind{string.Concat(conditions)}{rest}").WithParameter(
            "@kind", kind);
        for (var index = 0; index < query.Conditions.Length; index++)
        {
            foreach (var (parameter, value) in Parameters(query.Conditions[index], index).Zip(query.Conditions[index].Values))
                definition.WithParameter(parameter, value);
        }
        return definition;
    }

    private static IEnumerable<string> Parameters(Condition condition, int index) =>
        condition.Comparison is Comparison.OneOf or Comparison.ContainsAny
        ? Enumerable.Range(0, condition.Values.Length).Select(number => $"@p{index}_{number}")
        : [$"@p{index}"];

    private static string Term(Condition condition, IEnumerable<string> names)
    {
        var parameters = names.ToArray();
        var parameter = string.Join(", ", parameters);
        var field = Field(condition.Field);
        return condition.Comparison switch
        {
            Comparison.Equal => $"{field} = {parameter}",
            // NotEqual holds for values of the same type only. For the other comparisons the service has that rule itself.
            Comparison.NotEqual => $"{IsOfType(condition.Values[0])}({field}) AND {field} != {parameter}",
            Comparison.Less => $"{field} < {parameter}",
            Comparison.LessOrEqual => $"{field} <= {parameter}",
            Comparison.Greater => $"{field} > {parameter}",
            Comparison.GreaterOrEqual => $"{field} >= {parameter}",
            Comparison.OneOf => $"{field} IN ({parameter})",
            // All three are false or undefined for a field of another type, and use the index of the field or of its entries.
            Comparison.Contains => $"ARRAY_CONTAINS({field}, {parameter})",
            Comparison.ContainsAny => $"({string.Join(" OR ", parameters.Select(value => $"ARRAY_CONTAINS({field}, {value})"))})",
            Comparison.Substring => $"CONTAINS({field}, {parameter})",
            _ => throw new ArgumentOutOfRangeException(nameof(condition)),
        };
    }

    private static string IsOfType(object value) => value switch { string => "IS_STRING", bool => "IS_BOOL", _ => "IS_NUMBER" };

    private static string Field(string path) => path == "id" ? "c.id" : $"c.data[\"{path.Replace(".", "\"][\"")}\"]";
}
