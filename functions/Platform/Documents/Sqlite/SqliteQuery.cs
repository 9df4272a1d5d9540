namespace SneakerCheck.Platform.Documents.Sqlite;

/// <summary>A query in SQLite's dialect. Kinds and field paths are validated names; values are parameters.</summary>
public sealed record SqliteQuery(string Sql, IReadOnlyList<(string Name, object? Value)> Values)
{
    /// <summary>Reads one document more than the limit, to know whether another page follows.</summary>
    /// <exception cref="ArgumentException">The continuation does not belong to this query.</exception>
    public static SqliteQuery Page(string kind, DocumentQuery query, long now)
    {
        var key = Field(query.OrderBy);
        var isById = query.OrderBy == "id";
        List<string> terms = [];
        List<(string, object?)> values = [];
        Where(terms, values, kind, query, now);
        if (!isById)
            terms.Add($"json_type(value, '$.{query.OrderBy}') IN ('text', 'integer', 'real', 'true', 'false')");

        var (above, orNotBelow, direction) = query.Descending ? ("<", "<=", " DESC") : (">", ">=", "");
        if (Continuation.Read(kind, query) is { } text)
        {
            var position = SqlitePosition.Parse(text);
            values.AddRange([("@id", position.Id), ("@in", position.Partition)]);
            if (!isById)
                values.Add(("@key", position.OrderedBy));
            // The first comparison follows from the second, but SQLite uses an index on an expression only for the first.
            terms.Add(isById
                ? $"(id, partition) {above} (@id, @in)"
                : $"{key} {orNotBelow} @key AND ({key}, id, partition) {above} (@key, @id, @in)");
        }
        else if (!isById)
        {
            terms.Add($"{key} IS NOT NULL");
        }
        values.Add(("@limit", (long)query.Limit + 1));
        var order = isById ? $"id{direction}, partition{direction}" : $"{key}{direction}, id{direction}, partition{direction}";
        return new(
            $"""
            SELECT partition, id, value, etag, {key} FROM documents
            WHERE {string.Join(" AND ", terms)} ORDER BY {order} LIMIT @limit
            """,
            values);
    }

    public static SqliteQuery Count(string kind, DocumentQuery query, long now)
    {
        List<string> terms = [];
        List<(string, object?)> values = [];
        Where(terms, values, kind, query, now);
        return new($"SELECT count(*) FROM documents WHERE {string.Join(" AND ", terms)}", values);
    }

    /// <summary>The statement that creates an index on one field of one kind.</summary>
    /// <exception cref="ArgumentException">The kind or the field is not a valid name.</exception>
    public static string CreateIndex(string kind, string field)
    {
        if (!DocumentAddress.IsKind(kind) || !Condition.IsField(field) || field == "id")
            throw new ArgumentException($"'{field}' of '{kind}' cannot be indexed.", nameof(field));
        // The first column is the kind, although all rows have the same: otherwise the planner prefers the index by kind and sorts.
        return $"""
            CREATE INDEX IF NOT EXISTS "documents_of_{kind}_by_{field}" ON documents (kind, {Field(field)}, id, partition)
            WHERE kind = '{kind}'
            """;
    }

    internal static string Field(string path) => path == "id" ? "id" : $"json_extract(value, '$.{path}')";

    internal static void Where(List<string> terms, List<(string, object?)> values, string kind, DocumentQuery query, long now)
    {
        // The kind is part of the text, because SQLite does not use a partial index (WHERE kind = …) for a parameter.
        terms.Add($"kind = '{kind}'");
        if (query.Partition is { } partition)
        {
            terms.Add("partition = @partition");
            values.Add(("@partition", partition));
        }
        foreach (var condition in query.Conditions)
        {
            List<string> names = [];
            foreach (var value in condition.Values)
            {
                names.Add($"@p{values.Count}");
                values.Add((names[^1], ToSqlite(value)));
            }
            terms.Add(Term(condition, string.Join(", ", names)));
        }
        terms.Add("(expires_at IS NULL OR expires_at > @now)");
        values.Add(("@now", now));
    }

    private static string Term(Condition condition, string parameters)
    {
        var field = condition.Field;
        return condition.Comparison switch
        {
            Comparison.Contains or Comparison.ContainsAny => field == "id" ? $"FALSE AND 0 IN ({parameters})" :
                $"""
                json_type(value, '$.{field}') = 'array' AND EXISTS (SELECT 1 FROM json_each(documents.value, '$.{field}') AS entry
                WHERE entry.atom IN ({parameters}) AND entry.type IN {TypesOf(condition.Values[0])})
                """,
            Comparison.Substring => condition.Values[0] is string
                ? $"instr({Field(field)}, {parameters}) > 0 AND {HasTypeOf(condition)}"
                : $"FALSE AND 0 IN ({parameters})",
            var comparison => $"{Field(field)} {Operator(comparison)} ({parameters}) AND {HasTypeOf(condition)}",
        };
    }

    private static string HasTypeOf(Condition condition) => condition.Field == "id"
        ? condition.Values[0] is string ? "TRUE" : "FALSE"
        : $"json_type(value, '$.{condition.Field}') IN {TypesOf(condition.Values[0])}";

    private static string TypesOf(object value) => value switch
    {
        string => "('text')",
        bool => "('true', 'false')",
        _ => "('integer', 'real')",
    };

    internal static object ToSqlite(object value) => value switch
    {
        string text => SqliteText.Escape(text),
        bool truth => truth ? 1L : 0L,
        _ => value,
    };

    internal static string Operator(Comparison comparison) => comparison switch
    {
        Comparison.Equal => "=",
        Comparison.NotEqual => "<>",
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        Comparison.GreaterOrEqual => ">=",
        Comparison.OneOf => "IN",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
    };
}
