using SneakerCheck.Accounts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Accounts;

/// <summary>Counters of other areas on an account stay within their bounds.</summary>
public sealed class HoldingTests : IDisposable
{
    private readonly SqliteFile file = new();
    private readonly SqliteDocuments documents;
    private readonly AccountStore accounts;

    public HoldingTests()
    {
        documents = new(file.Database, TimeProvider.System);
        accounts = new(documents, TimeProvider.System);
    }

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task An_account_takes_as_many_as_its_quota_and_gives_back_as_many_as_it_holds()
    {
        var id = await Account(quota: 3);

        Assert.Equal(CommitOutcome.Committed, await Take(id, 2));
        Assert.Equal(CommitOutcome.OutOfBounds, await Take(id, 2));
        Assert.Equal(CommitOutcome.Committed, await Take(id, 1));
        Assert.Equal(3, await Held(id));
        Assert.Equal(CommitOutcome.OutOfBounds, await GiveBack(id, 4));
        Assert.Equal(CommitOutcome.Committed, await GiveBack(id, 3));
        Assert.Equal(0, await Held(id));
    }

    [Fact]
    public async Task A_lowered_quota_takes_nothing_away()
    {
        var id = await Account(quota: 3);
        await Take(id, 3);
        await accounts.Change(id, account => account with { Quota = 1 }, default);

        Assert.Equal(CommitOutcome.OutOfBounds, await Take(id, 1));
        Assert.Equal(CommitOutcome.Committed, await GiveBack(id, 1));
        Assert.Equal(2, await Held(id));
    }

    [Fact]
    public async Task A_missing_account_holds_nothing() => Assert.Equal(CommitOutcome.Missing, await Take(12345, 1));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Less_than_one_is_neither_taken_nor_given_back(long count)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Take(1, count));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => GiveBack(1, count));
    }

    private async Task<long> Account(int quota) => (await accounts.Create(
        id => new Account(
            id, "球球君", $"user-{id}", null, null, "", AccountRole.Member, AccountStatus.Active, quota, 0, DateTimeOffset.UnixEpoch),
        default)).Value.Id;

    private async Task<CommitOutcome> Take(long id, long count) =>
        (await documents.Commit(Holding.Tasks.Take(new Commit(AccountStore.Partition(id)), count))).Outcome;

    private async Task<CommitOutcome> GiveBack(long id, long count) =>
        (await documents.Commit(Holding.Tasks.GiveBack(new Commit(AccountStore.Partition(id)), count))).Outcome;

    private async Task<int> Held(long id) => (await accounts.Find(id, default))!.Value.TasksHeld;
}
