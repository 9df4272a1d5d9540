using SneakerCheck.Accounts;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Accounts;

/// <summary>There is always an admin, whatever meets and wherever a process dies.</summary>
public sealed class RolesTests : IDisposable
{
    private readonly SqliteFile file = new();
    private readonly ManualTime time = new();
    private readonly InterruptedDocuments documents;
    private readonly AccountInstance interrupted;
    private readonly AccountInstance instance;

    public RolesTests()
    {
        var store = new SqliteDocuments(file.Database, time);
        documents = new InterruptedDocuments(store);
        (interrupted, instance) = (new(documents, time), new(store, time));
    }

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task The_last_admin_cannot_be_demoted_banned_or_deleted()
    {
        var account = await Admin();

        await LastAdmin(() => instance.Roles.Set(account.Id, AccountRole.Operator, CancellationToken.None));
        await LastAdmin(() => Ban(instance, account.Id));
        await LastAdmin(() => instance.Departure.Accept(account.Id, CancellationToken.None));

        Assert.Equal([account.Id], await Admins([account.Id]));
    }

    [Fact]
    public async Task Of_admins_that_are_all_demoted_banned_and_deleted_at_once_exactly_one_is_left()
    {
        for (var round = 0; round < 5; round++)
        {
            var admins = new List<long>();
            for (var i = 0; i < 6; i++)
                admins.Add((await Admin()).Id);
            var instances = admins.Select(_ => new AccountInstance(new SqliteDocuments(file.Database, time), time)).ToArray();
            var everybody = await Admins(await Everybody());

            var ends = await Task.WhenAll(everybody.Select((id, i) => Task.Run(() => Ends(() => (i % 3) switch
            {
                0 => instances[i % 6].Roles.Set(id, AccountRole.Member, CancellationToken.None),
                1 => Ban(instances[i % 6], id),
                _ => instances[i % 6].Departure.Accept(id, CancellationToken.None),
            }))));

            Assert.Single(ends, end => !end);
            var left = Assert.Single(await Admins(everybody));
            Assert.True(await instance.Roles.IsAdmin(left, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Admins_who_are_appointed_and_banned_at_once_never_count_while_they_are_none()
    {
        var first = await Admin();
        for (var round = 0; round < 10; round++)
        {
            var account = await instance.Create($"{round}@example.com");
            var other = new AccountInstance(new SqliteDocuments(file.Database, time), time);

            await Task.WhenAll(
                Task.Run(() => Ends(() => instance.Roles.Set(account.Id, AccountRole.Admin, CancellationToken.None))),
                Task.Run(() => Ends(() => Ban(other, account.Id))));

            var isAdmin = (await Admins([account.Id])).Length == 1;
            if (!isAdmin)
                Assert.False(await instance.Roles.IsAdmin(account.Id, CancellationToken.None));
            else
                await Ends(() => instance.Roles.Set(account.Id, AccountRole.Member, CancellationToken.None));
            await LastAdmin(() => instance.Roles.Set(first.Id, AccountRole.Member, CancellationToken.None));
        }
    }

    [Theory]
    [InlineData("admins")]
    [InlineData("account-")]
    public async Task A_process_that_dies_during_an_appointment_leaves_an_admin_and_the_next_try_succeeds(string partition)
    {
        var first = await Admin();
        var second = await instance.Create("second@example.com");
        documents.BeforeCommit(partition, () => throw new IOException("The process died."));

        await Assert.ThrowsAsync<IOException>(() => interrupted.Roles.Set(second.Id, AccountRole.Admin, CancellationToken.None));

        await LastAdmin(() => instance.Roles.Set(first.Id, AccountRole.Member, CancellationToken.None));
        await instance.Roles.Set(second.Id, AccountRole.Admin, CancellationToken.None);
        await instance.Roles.Set(first.Id, AccountRole.Member, CancellationToken.None);
        Assert.Equal([second.Id], await Admins([first.Id, second.Id]));
    }

    [Fact]
    public async Task A_process_that_dies_before_it_confirms_an_admin_does_not_let_the_others_go()
    {
        var (first, second) = (await Admin(), await instance.Create("second@example.com"));
        documents.BeforeCommit("account-", () =>
        {
            documents.BeforeCommit("admins", () => throw new IOException("The process died."));
            return Task.CompletedTask;
        });

        await Assert.ThrowsAsync<IOException>(() => interrupted.Roles.Set(second.Id, AccountRole.Admin, CancellationToken.None));

        await LastAdmin(() => instance.Roles.Set(first.Id, AccountRole.Member, CancellationToken.None));
        await instance.Roles.Set(second.Id, AccountRole.Member, CancellationToken.None);
        Assert.Equal([first.Id], await Admins([first.Id, second.Id]));
    }

    [Fact]
    public async Task A_process_that_dies_while_it_takes_the_role_away_leaves_the_other_admin_irremovable()
    {
        var (first, second) = (await Admin(), await Admin());
        documents.BeforeCommit("account-", () => throw new IOException("The process died."));

        await Assert.ThrowsAsync<IOException>(() => interrupted.Roles.Set(first.Id, AccountRole.Member, CancellationToken.None));

        await LastAdmin(() => instance.Roles.Set(second.Id, AccountRole.Member, CancellationToken.None));
        await instance.Roles.Set(first.Id, AccountRole.Member, CancellationToken.None);
        Assert.Equal([second.Id], await Admins([first.Id, second.Id]));
    }

    private static Task Ban(AccountInstance by, long id) =>
        by.Roles.Change(id, account => account.WithStatus(AccountStatus.Banned), CancellationToken.None);

    private static async Task LastAdmin(Func<Task> work) =>
        Assert.Equal("last_admin", (await Assert.ThrowsAsync<Refusal>(work)).Code);

    // Whether it was done and not refused.
    private static async Task<bool> Ends(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Refusal)
        {
            return false;
        }
    }

    private async Task<Account> Admin()
    {
        var account = await instance.Create($"{Guid.NewGuid():N}@example.com");
        return await instance.Roles.Set(account.Id, AccountRole.Admin, CancellationToken.None);
    }

    private async Task<IEnumerable<long>> Everybody() => await file.Database.Read(session => session.Query(
        "SELECT json_extract(value, '$.id') FROM documents WHERE kind = 'account'", row => row.GetInt64(0)));

    private async Task<long[]> Admins(IEnumerable<long> ids)
    {
        var found = await Task.WhenAll(ids.Select(id => instance.Accounts.Find(id, CancellationToken.None)));
        return [.. found.Where(account => account?.Value is { Role: AccountRole.Admin, Status: AccountStatus.Active })
            .Select(account => account!.Value.Id)];
    }
}
