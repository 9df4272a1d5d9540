using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SneakerCheck.Platform.Documents.Sqlite;

/// <summary>
/// The search index of one kind: a narrow table with the numbers of each document, and an inverted index (FTS5) of terms that are made
/// here. Both are in the order of the search, newest first, so that a page is read from where it begins and no further than it ends.
/// </summary>
/// <remarks>
/// A term is a field and a whole string, or a field and one or two characters that follow each other in it. So one and two characters
/// are found exactly, and a longer text by all of its pairs, after which the document itself is compared.
/// </remarks>
public sealed class SqliteSearch
{
    /// <summary>
    /// Up to so many documents in a range are compared one by one, by their lists of terms. That costs at most some milliseconds, and
    /// beyond it the newest matches are near.
    /// </summary>
    public const int FewDocuments = 400;

    // If the first so many documents with the terms do not fill the page, the ranges are rare together.
    private const int FirstCandidates = 2000;

    // Up to so many documents of a range are looked up in the table of numbers.
    private const int SomeDocuments = 20_000;

    private const int Batch = 500;

    // Documents that share a number get places next to each other.
    private const int TieBits = 10;

    private const long LargestNumber = (1L << 53) - 1;

    private readonly DocumentSearch definition;
    private readonly string rows;
    private readonly string terms;
    private readonly string content;
    private readonly string columns;
    private readonly string insertRow;
    private readonly string selectRow;

    /// <exception cref="ArgumentException">The kind or a field is not a valid name.</exception>
    public SqliteSearch(DocumentSearch definition)
    {
        string[] fields = [definition.OrderBy, .. definition.Terms, .. definition.Texts, .. definition.Numbers];
        if (!DocumentAddress.IsKind(definition.Kind) || !fields.All(field => Condition.IsField(field) && field != "id"))
            throw new ArgumentException($"'{definition}' cannot be an index.", nameof(definition));
        this.definition = definition;
        (rows, terms) = ($"\"search_of_{definition.Kind}\"", $"\"terms_of_{definition.Kind}\"");
        content = $"(SELECT id AS kept_place, c0 AS kept FROM \"terms_of_{definition.Kind}_content\")";
        columns = string.Concat(Enumerable.Range(0, definition.Numbers.Length).Select(number => $", {Column(number)}"));
        insertRow = $"INSERT INTO {rows} (place, in_partition, document_id{columns}) "
            + $"VALUES (@place, @partition, @id{columns.Replace(", ", ", @", StringComparison.Ordinal)})";
        selectRow = $"SELECT r.place, t.terms{columns} FROM {rows} AS r JOIN {terms} AS t ON t.rowid = r.place "
            + "WHERE in_partition = @partition AND document_id = @id";
    }

    /// <summary>Whether a change of this field changes the index.</summary>
    public bool Has(string field) => field == definition.OrderBy || definition.Numbers.Contains(field);

    /// <summary>Makes the tables, unless the file has them in this form already.</summary>
    public void Create(SqliteSession session)
    {
        session.Execute(
            """
            CREATE TABLE IF NOT EXISTS searches (
              kind TEXT PRIMARY KEY, definition TEXT NOT NULL, filled_id TEXT, filled_partition TEXT, is_filled INTEGER NOT NULL DEFAULT 0)
            """);
        // The first number is this code's form of the terms.
        var wanted = $"1 {definition.OrderBy} | {string.Join(' ', definition.Terms)} | {string.Join(' ', definition.Texts)} | "
            + string.Join(' ', definition.Numbers);
        var known = session.Query(
            "SELECT definition FROM searches WHERE kind = @kind", row => row.GetString(0), ("@kind", definition.Kind)).SingleOrDefault();
        if (known == wanted)
            return;
        session.Execute($"DROP TRIGGER IF EXISTS \"unsearch_{definition.Kind}\"");
        session.Execute($"DROP TABLE IF EXISTS {rows}");
        session.Execute($"DROP TABLE IF EXISTS {terms}");
        session.Execute(
            $"""
            CREATE TABLE {rows} (
              place INTEGER PRIMARY KEY{columns}, in_partition TEXT NOT NULL, document_id TEXT NOT NULL,
              UNIQUE (in_partition, document_id))
            """);
        for (var number = 0; number < definition.Numbers.Length; number++)
            session.Execute($"CREATE INDEX {Index(number)} ON {rows} ({Column(number)})");
        session.Execute(
            $"CREATE VIRTUAL TABLE {terms} USING fts5(terms, detail = none, columnsize = 0, tokenize = 'ascii')");
        // Whatever deletes a document, also the sweep of expired ones.
        session.Execute(
            $"""
            CREATE TRIGGER "unsearch_{definition.Kind}" AFTER DELETE ON documents WHEN old.kind = '{definition.Kind}' BEGIN
              DELETE FROM {terms} WHERE rowid = (
                SELECT place FROM {rows} WHERE in_partition = old.partition AND document_id = old.id);
              DELETE FROM {rows} WHERE in_partition = old.partition AND document_id = old.id;
            END
            """);
        session.Execute(
            "INSERT OR REPLACE INTO searches (kind, definition) VALUES (@kind, @definition)",
            ("@kind", definition.Kind), ("@definition", wanted));
    }

    /// <summary>
    /// Adds documents that were written before the index existed, some hundred at a time. It goes on where it was when the process ended.
    /// </summary>
    /// <returns>Whether there are more.</returns>
    public bool Fill(SqliteSession session)
    {
        var at = session.Query(
            "SELECT is_filled, coalesce(filled_id, ''), coalesce(filled_partition, '') FROM searches WHERE kind = @kind",
            row => (IsFilled: row.GetInt64(0) == 1, Id: row.GetString(1), Partition: row.GetString(2)), ("@kind", definition.Kind))[0];
        if (at.IsFilled)
            return false;
        var found = session.Query(
            $"""
            SELECT partition, id, value FROM documents
            WHERE kind = '{definition.Kind}' AND (id, partition) > (@id, @partition) ORDER BY id, partition LIMIT {Batch}
            """,
            row => (Partition: row.GetString(0), Id: row.GetString(1), Value: SqliteText.UnescapeJson(row.GetBytes(2)).ToArray()),
            ("@id", at.Id), ("@partition", at.Partition));
        foreach (var (partition, id, value) in found)
            Write(session, partition, id, value);
        if (found.Count < Batch)
            session.Execute("UPDATE searches SET is_filled = 1 WHERE kind = @kind", ("@kind", definition.Kind));
        else
            session.Execute(
                "UPDATE searches SET filled_id = @id, filled_partition = @partition WHERE kind = @kind",
                ("@id", found[^1].Id), ("@partition", found[^1].Partition), ("@kind", definition.Kind));
        return found.Count == Batch;
    }

    /// <summary>Brings the index up to date with a document that was created or changed.</summary>
    /// <param name="value">The document's JSON, not escaped.</param>
    public void Write(SqliteSession session, string partition, string id, ReadOnlyMemory<byte> value)
    {
        using var json = JsonDocument.Parse(value);
        var order = Member(json.RootElement, definition.OrderBy) is { ValueKind: JsonValueKind.Number } number
            && number.TryGetInt64(out var whole) && Math.Abs(whole) <= LargestNumber ? whole : (long?)null;
        var numbers = definition.Numbers.Select(field => Number(Member(json.RootElement, field))).ToArray();
        var made = order is null ? "" : TermsOf(json.RootElement);
        var before = session.Query(
            selectRow,
            row => (
                Place: row.GetInt64(0), Terms: row.GetString(1),
                Numbers: Enumerable.Range(2, numbers.Length).Select(column => row.GetValue(column)).ToArray()),
            ("@partition", partition), ("@id", id));
        if (before is [var same] && order is { } still && same.Place >> TieBits == -still && same.Terms == made
            && same.Numbers.SequenceEqual(numbers))
            return;
        foreach (var old in before)
        {
            session.Execute($"DELETE FROM {terms} WHERE rowid = @place", ("@place", old.Place));
            session.Execute($"DELETE FROM {rows} WHERE place = @place", ("@place", old.Place));
        }
        if (order is not { } key)
            return;
        var place = FreePlace(session, key);
        session.Execute(
            insertRow,
            [
                ("@place", place), ("@partition", partition), ("@id", id),
                .. numbers.Select((given, column) => ($"@{Column(column)}", given)),
            ]);
        session.Execute($"INSERT INTO {terms} (rowid, terms) VALUES (@place, @terms)", ("@place", place), ("@terms", made));
    }

    /// <summary>The statement for a page of this query; null if the index does not serve it.</summary>
    /// <exception cref="ArgumentException">The continuation does not belong to this query.</exception>
    public SqliteQuery? Page(SqliteSession session, DocumentQuery query, long now)
    {
        if (query.OrderBy != definition.OrderBy || !query.Descending || query.Partition is not null)
            return null;
        var numbers = query.Conditions.Where(IsOfNumber).ToArray();
        var others = query.Conditions.Except(numbers).ToArray();
        var match = string.Join(" AND ", others.Select(Match).Where(term => term is not null));
        long? after = Continuation.Read(definition.Kind, query) is not { } position ? null
            : long.TryParse(position, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var given) ? given
            : throw Continuation.DoesNotBelong();

        List<(string, object?)> values = [];
        List<string> where = [.. numbers.Select(number => Compare(number, values))];
        var few = FewestIn(session, numbers, FewDocuments);
        if (few is null && match.Length > 0 && numbers.Length > 0 && AreRare(session, numbers, match, after, query.Limit))
            few = FewestIn(session, numbers, SomeDocuments);
        if (few is null && match.Length > 0)
        {
            where.Add($"t.{terms} MATCH @match AND r.place = t.rowid");
            values.Add(("@match", match));
        }
        var isByTerms = few is null && match.Length > 0;
        var isCompared = few is not null && match.Length > 0;
        if (isCompared)
            where.AddRange(others.Select(other => HasTerms(other, values)).OfType<string>());
        SqliteQuery.Where(
            where, values, definition.Kind,
            query with { Conditions = [.. others.Where(other => Match(other) is null || !IsExact(other))] },
            now);
        var place = isByTerms ? "t.rowid" : "r.place";
        if (after is { } last)
        {
            where.Add($"{place} > @after");
            values.Add(("@after", last));
        }
        values.Add(("@limit", (long)query.Limit + 1));
        // CROSS JOIN keeps SQLite to this order of the tables.
        var from = isByTerms ? $"{terms} AS t CROSS JOIN {rows} AS r"
            : few is { } index ? $"{rows} AS r INDEXED BY {Index(index)}"
                + (isCompared ? $" CROSS JOIN {content} AS c ON c.kept_place = r.place" : "")
            : $"{rows} AS r NOT INDEXED";
        return new(
            $"""
            SELECT partition, id, value, etag, r.place FROM {from} CROSS JOIN documents
            WHERE partition = r.in_partition AND id = r.document_id AND {string.Join(" AND ", where)} ORDER BY {place} LIMIT @limit
            """,
            values);
    }

    // Whether the first documents that have the terms are too few within the ranges for a page, and there are more with the terms.
    private bool AreRare(SqliteSession session, IReadOnlyList<Condition> numbers, string match, long? after, int limit)
    {
        List<(string, object?)> values =
            [("@match", match), ("@after", after ?? long.MinValue), ("@most", (long)FirstCandidates), ("@limit", (long)limit + 1)];
        var from = $"SELECT rowid AS place FROM {terms} WHERE {terms} MATCH @match AND rowid > @after ORDER BY rowid LIMIT @most";
        var isFull = session.Query(
            $"SELECT count(*) FROM (SELECT 1 FROM ({from}) AS t CROSS JOIN {rows} AS r WHERE r.place = t.place AND "
                + $"{string.Join(" AND ", numbers.Select(number => Compare(number, values)))} LIMIT @limit)",
            row => row.GetInt64(0), [.. values])[0] > limit;
        return !isFull && session.Query($"SELECT count(*) FROM ({from})", row => row.GetInt64(0), [.. values[..3]])[0] == FirstCandidates;
    }

    // The range in which there are the fewest documents, if they are at most so many.
    private int? FewestIn(SqliteSession session, IReadOnlyList<Condition> numbers, long most)
    {
        (int? Index, long Count) fewest = (null, most + 1);
        foreach (var range in numbers.Where(number => number.Comparison != Comparison.NotEqual).GroupBy(number => number.Field))
        {
            List<(string, object?)> values = [];
            var index = definition.Numbers.IndexOf(range.Key);
            var where = string.Join(" AND ", range.Select(condition => Compare(condition, values)));
            values.Add(("@most", fewest.Count));
            var count = session.Query(
                $"SELECT count(*) FROM (SELECT 1 FROM {rows} AS r INDEXED BY {Index(index)} WHERE {where} LIMIT @most)",
                row => row.GetInt64(0), [.. values])[0];
            if (count < fewest.Count)
                fewest = (index, count);
        }
        return fewest.Index;
    }

    private bool IsOfNumber(Condition condition) =>
        condition.Values[0] is long or double && condition.Comparison <= Comparison.OneOf && definition.Numbers.Contains(condition.Field);

    private string Compare(Condition condition, List<(string, object?)> values)
    {
        List<string> names = [];
        foreach (var value in condition.Values)
        {
            names.Add($"@p{values.Count}");
            values.Add((names[^1], value));
        }
        return $"r.{Column(definition.Numbers.IndexOf(condition.Field))} {SqliteQuery.Operator(condition.Comparison)} "
            + $"({string.Join(", ", names)})";
    }

    /// <summary>A condition in FTS5's language; null if the index has no terms for it.</summary>
    private string? Match(Condition condition)
    {
        var term = definition.Terms.IndexOf(condition.Field);
        if (condition.Values[0] is not string text)
            return null;
        switch (condition.Comparison)
        {
            case Comparison.Equal or Comparison.OneOf when term >= 0:
                return Any(condition.Values.Select(value => Term('s', term, (string)value)));
            case Comparison.Contains or Comparison.ContainsAny when term >= 0:
                return Any(condition.Values.Select(value => Term('a', term, (string)value)));
            case Comparison.Substring when definition.Texts.IndexOf(condition.Field) is >= 0 and var of && text.Length > 0:
                return string.Join(" AND ", Pairs(text).DefaultIfEmpty(text).Distinct().Select(part => Term('t', of, part)));
            default:
                return null;
        }

        static string Any(IEnumerable<string> terms) => $"({string.Join(" OR ", terms)})";
    }

    /// <summary>The same condition on the list of a document's terms, which FTS5 keeps; null if the index has no terms for it.</summary>
    private string? HasTerms(Condition condition, List<(string, object?)> values)
    {
        if (Match(condition) is not { } match)
            return null;
        var isAny = match.StartsWith('(');
        List<string> parts = [];
        foreach (var term in match.Trim('(', ')').Split(isAny ? " OR " : " AND "))
        {
            parts.Add($"instr(' ' || c.kept || ' ', @p{values.Count}) > 0");
            values.Add(($"@p{values.Count}", $" {term} "));
        }
        return $"({string.Join(isAny ? " OR " : " AND ", parts)})";
    }

    private static bool IsExact(Condition condition) =>
        condition.Comparison != Comparison.Substring || ((string)condition.Values[0]).EnumerateRunes().Take(3).Count() < 3;

    private string TermsOf(JsonElement document)
    {
        var made = new HashSet<string>();
        for (var field = 0; field < definition.Terms.Length; field++)
        {
            var member = Member(document, definition.Terms[field]);
            if (member is { ValueKind: JsonValueKind.String } text)
                made.Add(Term('s', field, text.GetString()!));
            if (member is { ValueKind: JsonValueKind.Array } array)
                made.UnionWith(array.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.String)
                    .Select(entry => Term('a', field, entry.GetString()!)));
        }
        for (var field = 0; field < definition.Texts.Length; field++)
        {
            if (Member(document, definition.Texts[field]) is not { ValueKind: JsonValueKind.String } text)
                continue;
            made.UnionWith(text.GetString()!.EnumerateRunes().Select(rune => Term('t', field, rune.ToString())));
            made.UnionWith(Pairs(text.GetString()!).Select(pair => Term('t', field, pair)));
        }
        return string.Join(' ', made);
    }

    private static IEnumerable<string> Pairs(string text)
    {
        Rune? before = null;
        foreach (var rune in text.EnumerateRunes())
        {
            if (before is { } first)
                yield return $"{first}{rune}";
            before = rune;
        }
    }

    // Letters and digits only, so that FTS5 takes it as it is, in a document and in a query.
    private static string Term(char type, int field, string text) =>
        string.Create(CultureInfo.InvariantCulture, $"{type}{field}x{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text))}");

    private static JsonElement? Member(JsonElement element, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }
        return element;
    }

    private static object? Number(JsonElement? element) => element is not { ValueKind: JsonValueKind.Number } number ? null
        : number.TryGetInt64(out var whole) ? whole
        : number.GetDouble();

    private long FreePlace(SqliteSession session, long key)
    {
        var first = -key << TieBits;
        var next = session.Query(
            $"SELECT max(place) FROM {rows} WHERE place BETWEEN @first AND @last",
            row => row.IsDBNull(0) ? first : row.GetInt64(0) + 1, ("@first", first), ("@last", first + (1 << TieBits) - 1))[0];
        return next >> TieBits == -key
            ? next
            : throw new InvalidOperationException($"Too many documents of {definition.Kind} have the {definition.OrderBy} {key}.");
    }

    private static string Column(int number) => string.Create(CultureInfo.InvariantCulture, $"n{number}");

    private string Index(int number) => string.Create(CultureInfo.InvariantCulture, $"\"search_of_{definition.Kind}_by_{Column(number)}\"");
}
