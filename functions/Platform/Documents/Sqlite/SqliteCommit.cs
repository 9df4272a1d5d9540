using System.Collections.Immutable;

namespace SneakerCheck.Platform.Documents.Sqlite;

/// <summary>Executes a commit inside the writer's transaction.</summary>
/// <param name="searches">The search indexes by kind.</param>
internal sealed class SqliteCommit(
    SqliteSession session, string partition, long now, IReadOnlyDictionary<string, SqliteSearch> searches)
{
    private const string Visible = "(expires_at IS NULL OR expires_at > @now)";

    public CommitResult Apply(IReadOnlyList<CommitOperation> operations)
    {
        var etags = ImmutableArray.CreateBuilder<string>(operations.Count);
        foreach (var operation in operations)
        {
            var etag = operation is CommitOperation.Delete ? "" : Guid.NewGuid().ToString("N");
            var outcome = operation switch
            {
                CommitOperation.Create create => Create(create, etag),
                CommitOperation.Replace replace => Replace(replace, etag),
                CommitOperation.Delete delete => Delete(delete),
                CommitOperation.Increment increment => Increment(increment, etag),
                _ => throw new NotSupportedException(operation.GetType().Name),
            };
            if (outcome != CommitOutcome.Committed)
            {
                session.Undo();
                return CommitResult.Failed(outcome, etags.Count);
            }
            etags.Add(etag);
        }
        return new(CommitOutcome.Committed, -1, etags.MoveToImmutable());
    }

    private CommitOutcome Create(CommitOperation.Create create, string etag)
    {
        // An expired document stays in the table until the sweep deletes it. Creating replaces it.
        var rows = session.Execute(
            """
            INSERT INTO documents (partition, id, kind, value, etag, seconds_to_live, expires_at)
            VALUES (@partition, @id, @kind, CAST(@value AS TEXT), @etag, @seconds, @now + @seconds * 1000)
            ON CONFLICT (partition, id) DO UPDATE SET
              kind = excluded.kind, value = excluded.value, etag = excluded.etag,
              seconds_to_live = excluded.seconds_to_live, expires_at = excluded.expires_at
            WHERE documents.expires_at <= @now
            """,
            ("@partition", partition), ("@id", create.Id), ("@kind", create.Kind), ("@value", SqliteText.EscapeJson(create.Value)),
            ("@etag", etag), ("@seconds", create.SecondsToLive), ("@now", now));
        if (rows != 1)
            return CommitOutcome.Exists;
        Index(create.Kind, create.Id, create.Value);
        return CommitOutcome.Committed;
    }

    private CommitOutcome Replace(CommitOperation.Replace replace, string etag)
    {
        var rows = session.Execute(
            $"""
            UPDATE documents SET kind = @kind, value = CAST(@value AS TEXT), etag = @etag,
              seconds_to_live = @seconds, expires_at = @now + @seconds * 1000
            WHERE partition = @partition AND id = @id AND etag = @expected AND {Visible}
            """,
            ("@partition", partition), ("@id", replace.Id), ("@kind", replace.Kind), ("@value", SqliteText.EscapeJson(replace.Value)),
            ("@etag", etag), ("@expected", replace.ETag), ("@seconds", replace.SecondsToLive), ("@now", now));
        if (rows != 1)
            return MissingOrChanged(replace.Id);
        Index(replace.Kind, replace.Id, replace.Value);
        return CommitOutcome.Committed;
    }

    private CommitOutcome Delete(CommitOperation.Delete delete)
    {
        var rows = session.Execute(
            $"""
            DELETE FROM documents
            WHERE partition = @partition AND id = @id AND (@expected IS NULL OR etag = @expected) AND {Visible}
            """,
            ("@partition", partition), ("@id", delete.Id), ("@expected", delete.ETag), ("@now", now));
        return rows == 1 ? CommitOutcome.Committed : MissingOrChanged(delete.Id);
    }

    private CommitOutcome MissingOrChanged(string id) =>
        session.Query(
            $"SELECT 1 FROM documents WHERE partition = @partition AND id = @id AND {Visible}", _ => true,
            ("@partition", partition), ("@id", id), ("@now", now)) is []
            ? CommitOutcome.Missing
            : CommitOutcome.Changed;

    private CommitOutcome Increment(CommitOperation.Increment increment, string etag)
    {
        var field = $"$.{increment.Field}";
        var limit = $"$.{increment.Bound?.AtMostField ?? increment.Field}";
        var found = session.Query(
            $"""
            SELECT json_type(value, @field), json_extract(value, @field), json_type(value, @limit), json_extract(value, @limit)
            FROM documents WHERE partition = @partition AND id = @id AND {Visible}
            """,
            row => (Type: row.IsDBNull(0) ? null : row.GetString(0), Value: row.GetValue(1),
                LimitType: row.IsDBNull(2) ? null : row.GetString(2), Limit: row.GetValue(3)),
            ("@field", field), ("@limit", limit), ("@partition", partition), ("@id", increment.Id), ("@now", now));
        if (found is not [var document])
            return CommitOutcome.Missing;
        if (document.Type is not (null or "integer"))
            return increment.Bound is null
                ? throw new InvalidOperationException($"'{increment.Field}' of '{increment.Id}' is not an integer.")
                : CommitOutcome.OutOfBounds;

        var next = checked((document.Type is null ? 0 : (long)document.Value!) + increment.By);
        if (increment.Bound is { } bound && !IsWithin(next, bound, document.LimitType, document.Limit))
            return CommitOutcome.OutOfBounds;
        session.Execute(
            """
            UPDATE documents SET value = json_set(value, @field, @next), etag = @etag, expires_at = @now + seconds_to_live * 1000
            WHERE partition = @partition AND id = @id
            """,
            ("@field", field), ("@next", next), ("@etag", etag), ("@partition", partition), ("@id", increment.Id), ("@now", now));
        if (searches.Values.Any(search => search.Has(increment.Field)))
            IndexAgain(increment.Id);
        return CommitOutcome.Committed;
    }

    // A deletion is indexed by a trigger, because the kind is known only there. A document that becomes one of another kind is not found
    // by the old kind's index, which looks at the document's kind.
    private void Index(string kind, string id, byte[] value)
    {
        if (searches.TryGetValue(kind, out var search))
            search.Write(session, partition, id, value);
    }

    private void IndexAgain(string id)
    {
        var (kind, value) = session.Query(
            "SELECT kind, value FROM documents WHERE partition = @partition AND id = @id",
            row => (row.GetString(0), SqliteText.UnescapeJson(row.GetBytes(1)).ToArray()), ("@partition", partition), ("@id", id))[0];
        Index(kind, id, value);
    }

    private static bool IsWithin(long next, IncrementBound bound, string? limitType, object? limit) =>
        !(next > bound.AtMost)
        && !(next < bound.AtLeast)
        && (bound.AtMostField is null || limitType switch
        {
            "integer" => next <= (long)limit!,
            "real" => next <= (double)limit!,
            _ => false,
        });
}
