using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Accounts;

/// <summary>
/// Something that accounts hold a number of, within bounds. Other areas take and give back by name, in the commit that makes or
/// deletes what is counted; how the account's document keeps the number is this area's matter.
/// </summary>
/// <remarks>A commit changes a document once, so one commit takes or gives back one holding of an account.</remarks>
public sealed class Holding
{
    /// <summary>Tasks, of which an account may hold its quota.</summary>
    public static readonly Holding Tasks = new("tasks_held", "quota");

    private readonly string field;
    private readonly string? mostField;

    private Holding(string field, string? mostField) => (this.field, this.mostField) = (field, mostField);

    /// <summary>
    /// Has the commit take so many for the account in whose partition it is. Where that would be more than the account may hold,
    /// the commit fails with <see cref="CommitOutcome.OutOfBounds"/>; where there is no account, with
    /// <see cref="CommitOutcome.Missing"/>.
    /// </summary>
    public Commit Take(Commit commit, long count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return commit.Increment(AccountStore.DocumentId, field, count, new IncrementBound(AtMostField: mostField));
    }

    /// <summary>
    /// Has the commit give so many back. An account never holds less than none: such a commit fails with
    /// <see cref="CommitOutcome.OutOfBounds"/>.
    /// </summary>
    public Commit GiveBack(Commit commit, long count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return commit.Increment(AccountStore.DocumentId, field, -count, new IncrementBound(AtLeast: 0));
    }
}
