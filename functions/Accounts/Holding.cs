using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Accounts;

/// <summary>
/// A bounded counter on an account, such as its tasks. Other areas change it in the same commit that creates or deletes what is
/// counted. Only this area knows the member of the document and its bounds.
/// </summary>
/// <remarks>A commit may change a document only once, so it can change only one holding of an account.</remarks>
public sealed class Holding
{
    /// <summary>Tasks, limited by the quota.</summary>
    public static readonly Holding Tasks = new("tasks_held", "quota");

    private readonly string field;
    private readonly string? limitField;

    private Holding(string field, string? limitField) => (this.field, this.limitField) = (field, limitField);

    /// <summary>
    /// Adds to a commit in the account's partition: increases the counter. The commit fails with
    /// <see cref="CommitOutcome.OutOfBounds"/> if the limit would be exceeded, and with <see cref="CommitOutcome.Missing"/> if there
    /// is no account.
    /// </summary>
    public Commit Take(Commit commit, long count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return commit.Increment(AccountStore.DocumentId, field, count, new IncrementBound(AtMostField: limitField));
    }

    /// <summary>
    /// Adds to a commit in the account's partition: decreases the counter. The commit fails with
    /// <see cref="CommitOutcome.OutOfBounds"/> if the counter would become negative.
    /// </summary>
    public Commit GiveBack(Commit commit, long count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return commit.Increment(AccountStore.DocumentId, field, -count, new IncrementBound(AtLeast: 0));
    }
}
