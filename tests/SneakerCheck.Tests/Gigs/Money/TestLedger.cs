using Microsoft.Extensions.Logging.Abstractions;
using SneakerCheck.Accounts;
using SneakerCheck.Commands;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Tests.Accounts;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Gigs.Money;

/// <summary>A ledger on a file of its own, without a host.</summary>
internal sealed class TestLedger : IDisposable
{
    private readonly SqliteFile file = new();

    public TestLedger()
    {
        Documents = new HookedDocuments(new SqliteDocuments(file.Database, Time));
        var accounts = new AccountInstance(Documents, Time);
        (Accounts, Departure) = (accounts, accounts.Departure);
        var instant = new InstantTime(Time);
        Outbox = new Outbox(Documents, Messages, instant, NullLogger<Outbox>.Instance);
        Ledger = new Ledger(
            Documents, Outbox, new LedgerHolders(accounts.Accounts, Documents), instant, NullLogger<Ledger>.Instance);
        Leaving = new MoneyLeaving(Documents, Outbox, Ledger, instant);
    }

    public ManualTime Time { get; } = new();

    public HookedDocuments Documents { get; }

    public TestHostMessages Messages { get; } = new();

    public AccountInstance Accounts { get; }

    public AccountDeparture Departure { get; }

    public Outbox Outbox { get; }

    public Ledger Ledger { get; }

    public MoneyLeaving Leaving { get; }

    public string Path => file.Path;

    public static CancellationToken Token => CancellationToken.None;

    /// <summary>A person with so much granted.</summary>
    public async Task<LedgerAccount> Person(long balance = 0)
    {
        var person = LedgerAccount.User((await Accounts.Create(null)).Id);
        if (balance > 0)
            await Ledger.Transfer(Grant(person, balance), null, Token);
        return person;
    }

    /// <summary>An organization that exists as far as the ledger asks.</summary>
    public async Task<LedgerAccount> Organization()
    {
        var organization = LedgerAccount.Organization(Random.Shared.NextInt64(1, 1L << 53));
        await Documents.Commit(new Commit(organization.Partition).Create(
            new DocumentKind<Wallet>("organization", Wallet.Kind.Json), "organization", Wallet.Of(0)));
        return organization;
    }

    public LedgerEntry Grant(LedgerAccount to, long amount) => Entry(LedgerAccount.Platform, to, amount, LedgerReason.Grant);

    public LedgerEntry Entry(LedgerAccount from, LedgerAccount to, long amount, LedgerReason reason = LedgerReason.Deposit)
    {
        Time.Advance(TimeSpan.FromMilliseconds(1));
        return LedgerEntry.Create(from, to, amount, reason, Time.GetUtcNow());
    }

    /// <summary>Takes the payer's part only, as if the process had died then.</summary>
    public async Task<CommitResult> Charge(LedgerEntry entry)
    {
        var commit = new Commit(entry.From.Partition);
        return await Outbox.Commit(commit, [Ledger.Debit(commit, entry)]);
    }

    /// <summary>A gig of this creator, with so much in escrow.</summary>
    public async Task<LedgerAccount> Gig(LedgerAccount creator, long escrow)
    {
        var gig = LedgerAccount.Gig(Random.Shared.NextInt64(1, 1L << 53));
        var commit = new Commit(creator.Partition).Create(GigEscrow.Kind, GigEscrow.DocumentId(gig.Id), new GigEscrow(escrow));
        Ledger.Internal(commit, Entry(creator, gig, escrow, LedgerReason.Publish), isEscrowWritten: true);
        Assert.True((await Documents.Commit(commit)).IsCommitted);
        return gig;
    }

    public Task<long> Balance(LedgerAccount account) => Ledger.Balance(account, Token);

    /// <summary>The lines that the holder of an account sees, newest first.</summary>
    public async Task<LedgerPosting[]> Lines(LedgerAccount account) =>
        [.. (await Ledger.Entries(account, 100, null, Token)).Items.Select(line => line.Value)];

    public ProvenLedger Prove() => LedgerFile.Prove(Path, Time);

    /// <summary>Requires that the books balance and nothing is in transit.</summary>
    public ProvenLedger Balanced()
    {
        var proven = Prove();
        Assert.Empty(proven.Faults);
        Assert.Empty(proven.InTransit);
        Assert.All(proven.Accounts, account => Assert.Equal(account.Summed, account.Kept));
        Assert.Equal((0, 0), (proven.Difference, proven.Total));
        return proven;
    }

    public void Dispose() => file.Dispose();
}

/// <summary>Documents with work before a commit or after a query, so that a test can get in between.</summary>
internal sealed class HookedDocuments(IDocuments documents) : IDocuments
{
    /// <summary>Called before each commit; an exception is what the caller gets.</summary>
    public Func<Commit, Task>? BeforeCommit { get; set; }

    /// <summary>Called with the kind after each query, before the caller gets what it found.</summary>
    public Func<string, Task>? AfterQuery { get; set; }

    public async Task<CommitResult> Commit(Commit commit, CancellationToken cancellation = default)
    {
        if (BeforeCommit is { } before)
            await before(commit);
        return await documents.Commit(commit, cancellation);
    }

    public Task<Document<T>?> Read<T>(DocumentKind<T> kind, string partition, string id, CancellationToken cancellation = default) =>
        documents.Read(kind, partition, id, cancellation);

    public async Task<Page<T>> Query<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation = default)
    {
        var page = await documents.Query(kind, query, cancellation);
        if (AfterQuery is { } after)
            await after(kind.Name);
        return page;
    }

    public Task<long> Count<T>(DocumentKind<T> kind, DocumentQuery query, CancellationToken cancellation = default) =>
        documents.Count(kind, query, cancellation);

    public Task Probe(CancellationToken cancellation = default) => documents.Probe(cancellation);
}
