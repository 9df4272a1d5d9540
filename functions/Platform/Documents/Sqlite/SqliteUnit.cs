namespace SneakerCheck.Platform.Documents.Sqlite;

/// <summary>One caller's work in a transaction that it shares with others.</summary>
internal sealed class SqliteUnit(Func<SqliteSession, object?> work, CancellationToken cancellation)
{
    private readonly TaskCompletionSource<object?> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private object? result;
    private Exception? failure;

    /// <summary>The result, once the transaction is durable.</summary>
    public Task<object?> Done => done.Task;

    /// <summary>Runs the work inside a savepoint, so that its failure does not undo the work of others.</summary>
    public void Run(SqliteSession session)
    {
        if (cancellation.IsCancellationRequested)
        {
            failure = new OperationCanceledException(cancellation);
            return;
        }
        session.IsUndone = false;
        session.Execute("SAVEPOINT unit");
        try
        {
            result = work(session);
        }
        catch (Exception thrown)
        {
            failure = thrown;
            if (!session.IsInTransaction)
                throw;
            session.Undo();
        }
        if (session.IsUndone)
            session.Execute("ROLLBACK TO unit");
        session.Execute("RELEASE unit");
    }

    /// <summary>Completes the task. The transaction is durable, or with <paramref name="transactionFailure"/> rolled back.</summary>
    public void Finish(Exception? transactionFailure)
    {
        if ((failure ?? transactionFailure) is not { } thrown)
            done.TrySetResult(result);
        else if (thrown is OperationCanceledException)
            done.TrySetCanceled(cancellation);
        else
            done.TrySetException(thrown);
    }
}
