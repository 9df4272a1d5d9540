using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Accounts;

/// <summary>A deletion that is interrupted between any two steps is completed by its message.</summary>
public sealed class AccountDepartureTests : IDisposable
{
    private const string Email = "leaving@example.com";

    private readonly SqliteFile file = new();
    private readonly ManualTime time = new();
    private readonly SqliteDocuments store;
    private readonly AccountInstance instance;

    public AccountDepartureTests()
    {
        store = new SqliteDocuments(file.Database, time);
        instance = new AccountInstance(store, time);
    }

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Wherever_a_process_dies_the_next_delivery_completes_the_deletion()
    {
        for (var step = 0; ; step++)
        {
            var account = await instance.Create(Email, "раура");
            var session = await instance.Open(account);
            await instance.Open(account);
            await instance.Departure.Accept(account.Id, CancellationToken.None);
            Assert.Equal(AccessFault.Invalid, (await instance.Authenticate(session.Token)).Fault);
            Assert.Null(await instance.Holder(Email));

            var isDead = false;
            try
            {
                await new AccountInstance(new DyingDocuments(store, step), time).Departure.Finish(account.Id, CancellationToken.None);
            }
            catch (IOException)
            {
                isDead = true;
            }
            await instance.Departure.Finish(account.Id, CancellationToken.None);
            await instance.Departure.Finish(account.Id, CancellationToken.None);

            Assert.Equal(["account", "outbox"], await Kinds(account.Id));
            // The order of the second round waits in the outbox. The names are free at once, the one that it looked like too.
            var heir = await instance.Create(Email, "paypa");
            Assert.Equal(heir.Id, await instance.Holder(Email));
            await instance.Departure.Accept(heir.Id, CancellationToken.None);
            await instance.Departure.Finish(heir.Id, CancellationToken.None);
            if (!isDead)
            {
                Assert.True(step > 4);
                return;
            }
        }
    }

    [Fact]
    public async Task What_a_request_stored_after_the_first_round_is_removed_by_the_second_and_at_last_nothing_is_left()
    {
        var account = await instance.Create(Email);
        await instance.Departure.Accept(account.Id, CancellationToken.None);
        await instance.Departure.Finish(account.Id, CancellationToken.None);
        var late = await instance.Open(account);

        Assert.Equal(AccessFault.Invalid, (await instance.Authenticate(late.Token)).Fault);
        await instance.Departure.Finish(account.Id, CancellationToken.None);
        Assert.DoesNotContain("session", await Kinds(account.Id));
        time.Advance(TimeSpan.FromDays(31));
        Assert.Null(await store.Read(AccountStore.Kind, AccountStore.Partition(account.Id), "account"));
    }

    private async Task<IEnumerable<string>> Kinds(long id) => await file.Database.Read(session => session.Query(
        "SELECT kind FROM documents WHERE partition = @partition ORDER BY kind",
        row => row.GetString(0),
        ("@partition", AccountStore.Partition(id))));

    /// <summary>Documents of a process that dies at its commit of this number.</summary>
    private sealed class DyingDocuments(IDocuments documents, int lives) : IDocuments
    {
        private int commits;

        public Task<CommitResult> Commit(Commit commit, CancellationToken cancellation) =>
            commits++ == lives ? throw new IOException("The process died.") : documents.Commit(commit, cancellation);

        public Task<Document<T>?> Read<T>(DocumentKind<T> kind, string partition, string id, CancellationToken cancellation) =>
            documents.Read(kind, partition, id, cancellation);

        public Task<Page<T>> Query<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation) =>
            documents.Query(kind, query, cancellation);

        public Task<long> Count<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation) =>
            documents.Count(kind, query, cancellation);

        public Task Probe(CancellationToken cancellation) => documents.Probe(cancellation);
    }
}
