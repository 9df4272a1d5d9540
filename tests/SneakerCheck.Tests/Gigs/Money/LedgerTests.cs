using SneakerCheck.Gigs.Money;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Tests.Gigs.Money;

/// <summary>The ledger on the real store of the Local host.</summary>
public sealed class LedgerTests : IDisposable
{
    private readonly TestLedger test = new();

    private Ledger Ledger => test.Ledger;

    public void Dispose() => test.Dispose();

    [Fact]
    public async Task A_hundred_transfers_at_once_overdraw_nobody_and_lose_nothing()
    {
        const int Each = 100;
        var people = new List<LedgerAccount>();
        for (var count = 0; count < 5; count++)
            people.Add(await test.Person(Each));
        var random = new Random(11);
        var wanted = Enumerable.Range(0, 100).Select(_ =>
        {
            var from = random.Next(people.Count);
            var to = (from + 1 + random.Next(people.Count - 1)) % people.Count;
            return test.Entry(people[from], people[to], random.Next(1, 60));
        }).ToArray();

        var results = await Task.WhenAll(wanted.Select(async entry =>
        {
            try
            {
                await Task.Run(() => Ledger.Transfer(entry, null, TestLedger.Token));
                return true;
            }
            catch (Refusal refusal) when (refusal.Code == Ledger.NotEnough)
            {
                return false;
            }
        }));

        Assert.Contains(true, results);
        var proven = test.Balanced();
        Assert.Equal(people.Count * Each, proven.Accounts.Where(account => account.Account.Holder == LedgerHolder.User).Sum(it => it.Kept));
        Assert.Equal(people.Count + results.Count(done => done), proven.Entries);
    }

    [Fact]
    public async Task A_hundred_payments_at_once_from_a_balance_for_ten_are_ten()
    {
        var payer = await test.Person(105);
        var payee = await test.Person();

        var codes = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            try
            {
                await Task.Run(() => Ledger.Transfer(test.Entry(payer, payee, 10), null, TestLedger.Token));
                return "paid";
            }
            catch (Refusal refusal)
            {
                return $"{refusal.Status} {refusal.Code}";
            }
        }));

        Assert.Equal((10, 90), (codes.Count(code => code == "paid"), codes.Count(code => code == "409 not_enough_money")));
        Assert.Equal((5, 100), (await test.Balance(payer), await test.Balance(payee)));
        test.Balanced();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public async Task Who_has_not_enough_is_refused_and_nothing_is_written(long balance)
    {
        var (payer, payee) = (await test.Person(balance), await test.Person());

        var refusal = await Assert.ThrowsAsync<Refusal>(() => Ledger.Transfer(test.Entry(payer, payee, 10), null, TestLedger.Token));

        Assert.Equal((409, "not enough money"), (refusal.Status, refusal.Message));
        Assert.Equal((balance, 0), (await test.Balance(payer), await test.Balance(payee)));
        Assert.Equal(balance == 0 ? 0 : 1, test.Balanced().Entries);
        Assert.DoesNotContain(test.Messages.To("ledger-credits"), message => message.Key != (balance == 0 ? "" : Granted()));

        string Granted() => test.Lines(payer).Result.Single().Entry.Id;
    }

    [Fact]
    public async Task Only_the_platform_may_be_below_zero()
    {
        await test.Person(100);

        Assert.Equal(-100, await test.Balance(LedgerAccount.Platform));
        test.Balanced();
    }

    [Fact]
    public async Task A_credit_that_is_applied_again_or_twenty_times_at_once_counts_once()
    {
        var (payer, payee) = (await test.Person(50), await test.Person());
        var entry = test.Entry(payer, payee, 20);
        await test.Charge(entry);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Ledger.Credit(entry, TestLedger.Token))));
        await Ledger.Credit(entry, TestLedger.Token);

        Assert.Equal((30, 20), (await test.Balance(payer), await test.Balance(payee)));
        Assert.Single(await test.Lines(payee));
        test.Balanced();
    }

    [Fact]
    public async Task Money_in_transit_has_left_the_payer_and_is_not_at_the_payee_and_each_sees_a_line_when_the_balance_shows_it()
    {
        var (payer, payee) = (await test.Person(50), await test.Person(5));
        var entry = test.Entry(payer, payee, 20);
        await test.Charge(entry);

        Assert.Equal((30, 5), (await test.Balance(payer), await test.Balance(payee)));
        Assert.Equal((2, 1), ((await test.Lines(payer)).Length, (await test.Lines(payee)).Length));
        var proven = test.Prove();
        Assert.Equal([entry], proven.InTransit);
        Assert.True(proven.IsProven);

        await Ledger.Credit(entry, TestLedger.Token);
        Assert.Equal(2, (await test.Lines(payee)).Length);
        test.Balanced();
    }

    [Fact]
    public async Task A_request_that_is_repeated_twenty_times_at_once_moves_money_once()
    {
        var (payer, payee) = (await test.Person(50), await test.Person());
        var request = LedgerRequest.DocumentId(payer.Id, "key");

        var entries = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => Task.Run(() => Ledger.Transfer(test.Entry(payer, payee, 20), request, TestLedger.Token))));

        Assert.Single(entries.Distinct());
        Assert.Equal((30, 20), (await test.Balance(payer), await test.Balance(payee)));
        test.Balanced();
    }

    [Fact]
    public async Task The_key_of_a_request_is_for_one_movement_and_one_caller()
    {
        var (payer, payee) = (await test.Person(50), await test.Person());
        var request = LedgerRequest.DocumentId(payer.Id, "key");
        await Ledger.Transfer(test.Entry(payer, payee, 20), request, TestLedger.Token);

        var other = await Assert.ThrowsAsync<Refusal>(() => Ledger.Transfer(test.Entry(payer, payee, 21), request, TestLedger.Token));
        // Even where there is no money left for it, the repetition is answered as the first was.
        await Ledger.Transfer(test.Entry(payer, payee, 30), null, TestLedger.Token);
        await Ledger.Transfer(test.Entry(payer, payee, 20), request, TestLedger.Token);

        Assert.Equal((409, Ledger.KeyReused), (other.Status, other.Code));
        Assert.NotEqual(request, LedgerRequest.DocumentId(payee.Id, "key"));
        Assert.Equal(50, await test.Balance(payee));
        test.Balanced();
    }

    [Fact]
    public async Task A_payee_whose_store_fails_makes_the_reply_503_and_the_repetition_or_the_message_completes_it()
    {
        var (payer, payee) = (await test.Person(50), await test.Person());
        var request = LedgerRequest.DocumentId(payer.Id, "key");
        test.Documents.BeforeCommit = commit =>
            commit.Partition == payee.Partition ? throw new IOException("The store fails.") : Task.CompletedTask;

        var refusal = await Assert.ThrowsAsync<Refusal>(() => Ledger.Transfer(test.Entry(payer, payee, 20), request, TestLedger.Token));
        Assert.Equal((503, Ledger.InTransit), (refusal.Status, refusal.Code));
        Assert.Single(test.Prove().InTransit);
        Assert.Equal(2, test.Messages.To("ledger-credits").Count);

        test.Documents.BeforeCommit = null;
        await Ledger.Transfer(test.Entry(payer, payee, 20), request, TestLedger.Token);
        Assert.Equal((30, 20), (await test.Balance(payer), await test.Balance(payee)));
        test.Balanced();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task What_is_sent_to_an_account_that_is_deleted_meanwhile_comes_back_once(long before)
    {
        var (payer, payee) = (await test.Person(50), await test.Person(before));
        var entry = test.Entry(payer, payee, 20);
        await test.Charge(entry);
        await Delete(payee);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Ledger.Credit(entry, TestLedger.Token))));
        var applied = await Ledger.Credit(entry, TestLedger.Token);

        Assert.Equal((payer, LedgerReason.PayeeGone), (applied.To, applied.Reason));
        Assert.Equal((50, 0, -50), (await test.Balance(payer), await test.Balance(payee), await test.Balance(LedgerAccount.Platform)));
        test.Balanced();
    }

    [Fact]
    public async Task What_comes_back_is_a_line_of_its_own()
    {
        var payer = await test.Person(50);
        await Ledger.Transfer(test.Entry(payer, LedgerAccount.Organization(4), 20), null, TestLedger.Token);

        var lines = (await test.Lines(payer)).Select(EntryBody.Of).ToArray();

        Assert.Equal([-20L, 20, 50], lines.Select(line => line.Amount).Order());
        var back = lines.Single(line => line.Amount == 20);
        Assert.Equal(($"{payer}", $"{payer}", LedgerReason.PayeeGone), (back.From, back.To, back.Reason));
        Assert.Equal(back.Id, lines.Single(line => line.Amount == -20).Id);
        test.Balanced();
    }

    [Fact]
    public async Task What_is_sent_between_two_accounts_that_are_both_deleted_meanwhile_goes_to_the_platform_once()
    {
        var (payer, payee) = (await test.Person(50), await test.Person());
        var entry = test.Entry(payer, payee, 20);
        await test.Charge(entry);
        await Delete(payee);
        await Delete(payer);

        for (var time = 0; time < 3; time++)
        {
            var applied = await Ledger.Credit(entry, TestLedger.Token);
            Assert.Equal((LedgerAccount.Platform, LedgerReason.PayeeGone), (applied.To, applied.Reason));
        }

        Assert.Equal(
            (0, 0, 0), (await test.Balance(payer), await test.Balance(payee), await test.Balance(LedgerAccount.Platform)));
        test.Balanced();
    }

    [Fact]
    public async Task A_reward_for_an_account_that_is_deleted_meanwhile_goes_to_the_platform()
    {
        var (creator, worker) = (await test.Person(50), await test.Person());
        var gig = await test.Gig(creator, 20);
        var reward = test.Entry(gig, worker, 20, LedgerReason.Reward);
        var pay = new Commit(creator.Partition);
        Assert.True((await test.Outbox.Commit(pay, [Ledger.Debit(pay, reward)])).IsCommitted);
        await Delete(worker);

        Assert.Equal(LedgerAccount.Platform, (await Ledger.Credit(reward, TestLedger.Token)).To);

        Assert.Equal((30, -30), (await test.Balance(creator), await test.Balance(LedgerAccount.Platform)));
        test.Balanced();
    }

    [Fact]
    public async Task A_grant_to_an_account_that_is_deleted_meanwhile_goes_back_to_the_platform()
    {
        var person = await test.Person();
        var entry = test.Grant(person, 20);
        await test.Person(1);
        await test.Charge(entry);
        await Delete(person);

        Assert.Equal(LedgerAccount.Platform, (await Ledger.Credit(entry, TestLedger.Token)).To);

        Assert.Equal(-1, await test.Balance(LedgerAccount.Platform));
        test.Balanced();
    }

    [Fact]
    public async Task A_payment_into_an_organization_that_is_deleted_between_the_two_commits_comes_back()
    {
        var (payer, organization) = (await test.Person(50), await test.Organization());
        test.Documents.BeforeCommit = async commit =>
        {
            if (commit.Partition != organization.Partition)
                return;
            test.Documents.BeforeCommit = null;
            var deletion = new Commit(organization.Partition).Delete("organization");
            await Ledger.Close(deletion, organization, payer, LedgerReason.OrganizationDeleted, TestLedger.Token);
            Assert.True((await test.Documents.Commit(deletion)).IsCommitted);
        };

        var applied = await Ledger.Transfer(test.Entry(payer, organization, 20), null, TestLedger.Token);

        Assert.Equal((payer, LedgerReason.PayeeGone), (applied.To, applied.Reason));
        Assert.Equal((50, 0), (await test.Balance(payer), await test.Balance(organization)));
        test.Balanced();
    }

    [Fact]
    public async Task A_credit_that_was_applied_before_the_account_was_deleted_is_not_applied_to_the_platform()
    {
        var (payer, payee) = (await test.Person(50), await test.Person());
        var entry = test.Entry(payer, payee, 20);
        await test.Charge(entry);
        await Ledger.Credit(entry, TestLedger.Token);
        await test.Departure.Accept(payee.Id, TestLedger.Token);
        await test.Leaving.Remove(payee.Id, TestLedger.Token);
        await test.Leaving.Remove(payee.Id, TestLedger.Token);

        Assert.Equal(payee, (await Ledger.Credit(entry, TestLedger.Token)).To);

        // The platform gave 50, and has 20 of them back.
        Assert.Equal((30, -30), (await test.Balance(payer), await test.Balance(LedgerAccount.Platform)));
        test.Balanced();
    }

    [Fact]
    public async Task A_slow_credit_that_saw_the_payee_before_the_deletion_is_not_applied_beside_the_platforms()
    {
        var (payer, payee) = (await test.Person(50), await test.Person());
        var entry = test.Entry(payer, payee, 20);
        await test.Charge(entry);
        var commits = 0;
        test.Documents.BeforeCommit = async commit =>
        {
            // The first finds no wallet; the second would open one. In between the account goes, and another delivery is faster.
            if (commit.Partition != payee.Partition || ++commits != 2)
                return;
            test.Documents.BeforeCommit = null;
            await test.Departure.Accept(payee.Id, TestLedger.Token);
            await Ledger.Credit(entry, TestLedger.Token);
        };

        var applied = await Ledger.Credit(entry, TestLedger.Token);

        Assert.Equal(payer, applied.To);
        Assert.Equal((50, 0), (await test.Balance(payer), await test.Balance(payee)));
        test.Balanced();
    }

    [Fact]
    public async Task An_organization_is_paid_while_it_exists()
    {
        var payer = await test.Person(50);
        var organization = await test.Organization();

        await Ledger.Transfer(test.Entry(payer, organization, 20), null, TestLedger.Token);
        var gone = await Ledger.Transfer(test.Entry(payer, LedgerAccount.Organization(4), 20), null, TestLedger.Token);

        Assert.Equal((20, 30), (await test.Balance(organization), await test.Balance(payer)));
        Assert.Equal(payer, gone.To);
        test.Balanced();
    }

    [Fact]
    public async Task Closing_a_wallet_moves_what_is_in_it_to_the_heir_and_what_comes_later_does_not_stay()
    {
        var (owner, organization) = (await test.Person(50), await test.Organization());
        await Ledger.Transfer(test.Entry(owner, organization, 30), null, TestLedger.Token);

        var commit = new Commit(organization.Partition).Delete("organization");
        var closing = await Ledger.Close(
            commit, organization, owner, LedgerReason.OrganizationDeleted, TestLedger.Token);
        Assert.True((await test.Outbox.Commit(commit, [closing!.Value.Message])).IsCommitted);
        await Ledger.Credit(closing.Value.Entry, TestLedger.Token);
        var late = await Ledger.Transfer(test.Entry(owner, organization, 5), null, TestLedger.Token);

        Assert.Equal((50, 0), (await test.Balance(owner), await test.Balance(organization)));
        Assert.Equal(owner, late.To);
        test.Balanced();
    }

    [Fact]
    public async Task A_payment_that_arrives_while_a_wallet_is_closed_lets_the_closing_be_tried_again()
    {
        var (owner, organization) = (await test.Person(50), await test.Organization());
        await Ledger.Transfer(test.Entry(owner, organization, 30), null, TestLedger.Token);
        var commit = new Commit(organization.Partition).Delete("organization");
        var closing = await Ledger.Close(commit, organization, owner, LedgerReason.OrganizationDeleted, TestLedger.Token);
        await Ledger.Transfer(test.Entry(owner, organization, 5), null, TestLedger.Token);

        var result = await test.Outbox.Commit(commit, [closing!.Value.Message]);

        Assert.Equal(CommitOutcome.Changed, result.Outcome);
        Assert.Equal(35, await test.Balance(organization));
        test.Balanced();
    }

    [Fact]
    public async Task An_escrow_is_filled_and_emptied_in_one_commit_and_pays_across_partitions()
    {
        var (creator, worker) = (await test.Person(100), await test.Person());
        var gig = await test.Gig(creator, 60);
        Assert.True(await Ledger.HoldsEscrow(creator.Partition, TestLedger.Token));

        var pay = new Commit(creator.Partition);
        var reward = test.Entry(gig, worker, 20, LedgerReason.Reward);
        var paid = await test.Outbox.Commit(pay, [Ledger.Debit(pay, reward)]);
        Ledger.RequireCovered(pay, paid, reward);
        Assert.Equal([reward], test.Prove().InTransit);
        await Ledger.Credit(reward, TestLedger.Token);
        var back = Ledger.Internal(new Commit(creator.Partition), test.Entry(gig, creator, 40, LedgerReason.Unspent));
        Assert.True((await test.Documents.Commit(back)).IsCommitted);

        Assert.Equal((80, 20), (await test.Balance(creator), await test.Balance(worker)));
        Assert.False(await Ledger.HoldsEscrow(creator.Partition, TestLedger.Token));
        // The creator's lines are those that changed the balance: the grant, what went into escrow, and what came back.
        Assert.Equal([40L, -60, 100], (await test.Lines(creator)).Select(line => line.Changes.Single(it => it.Account == creator).Change));
        test.Balanced();
    }

    [Fact]
    public async Task An_escrow_and_a_wallet_pay_what_they_have_and_no_more()
    {
        var (creator, worker) = (await test.Person(100), await test.Person());
        var gig = await test.Gig(creator, 30);
        var tooMuch = test.Entry(gig, worker, 31, LedgerReason.Reward);
        var pay = new Commit(creator.Partition);
        var paid = await test.Outbox.Commit(pay, [Ledger.Debit(pay, tooMuch)]);
        var publish = test.Entry(creator, gig, 71, LedgerReason.Publish);
        var again = Ledger.Internal(new Commit(creator.Partition), publish);
        var published = await test.Documents.Commit(again);

        Assert.Equal(Ledger.NotEnough, Assert.Throws<Refusal>(() => Ledger.RequireCovered(pay, paid, tooMuch)).Code);
        Assert.Equal(Ledger.NotEnough, Assert.Throws<Refusal>(() => Ledger.RequireCovered(again, published, publish)).Code);
        Assert.Equal(70, await test.Balance(creator));
        test.Balanced();
    }

    [Fact]
    public async Task Parts_of_a_movement_go_where_they_belong_or_nowhere()
    {
        var (one, other) = (await test.Person(), await test.Person());
        var commit = new Commit(other.Partition);

        Assert.Throws<ArgumentException>(() => Ledger.Debit(commit, test.Entry(one, other, 1)));
        Assert.Throws<ArgumentException>(() => Ledger.Debit(commit, test.Entry(other, LedgerAccount.Gig(3), 1)));
        Assert.Throws<ArgumentException>(() => Ledger.Internal(commit, test.Entry(one, LedgerAccount.Gig(3), 1)));
        Assert.Throws<ArgumentException>(() => Ledger.Internal(commit, test.Entry(other, one, 1)));
        Assert.Throws<ArgumentException>(() => test.Entry(one, one, 1));
        Assert.ThrowsAny<ArgumentException>(() => test.Entry(one, other, 0));
        Assert.ThrowsAny<ArgumentException>(() => test.Entry(one, other, Wallet.Largest + 1));
    }

    [Fact]
    public async Task A_balance_stays_a_number_that_JSON_keeps()
    {
        var payee = await test.Person(Wallet.Largest);
        var entry = test.Grant(payee, 1);
        await test.Charge(entry);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Ledger.Credit(entry, TestLedger.Token));

        Assert.Equal([entry], test.Prove().InTransit);
        Assert.True(test.Prove().IsProven);
    }

    [Fact]
    public async Task An_account_with_escrow_is_not_deleted_and_one_without_leaves_its_money_to_the_platform()
    {
        var creator = await test.Person(100);
        var gig = await test.Gig(creator, 30);
        var account = (await test.Accounts.Accounts.Find(creator.Id, TestLedger.Token))!.Value;
        Assert.Equal(MoneyLeaving.HoldsEscrow, (await test.Leaving.Objection(account, TestLedger.Token))!.Code);
        var back = Ledger.Internal(new Commit(creator.Partition), test.Entry(gig, creator, 30, LedgerReason.Unspent));
        Assert.True((await test.Documents.Commit(back)).IsCommitted);

        Assert.Null(await test.Leaving.Objection(account, TestLedger.Token));
        await test.Departure.Accept(creator.Id, TestLedger.Token);
        await test.Leaving.Remove(creator.Id, TestLedger.Token);
        await test.Leaving.Remove(creator.Id, TestLedger.Token);

        Assert.Equal((0, 0), (await test.Balance(creator), await test.Balance(LedgerAccount.Platform)));
        test.Balanced();
    }

    [Fact]
    public async Task A_gig_that_is_published_while_the_wallet_is_closed_lets_the_removal_be_tried_again()
    {
        var creator = await test.Person(100);
        await test.Departure.Accept(creator.Id, TestLedger.Token);
        LedgerAccount? gig = null;
        test.Documents.BeforeCommit = async commit =>
        {
            // The wallet has been read, no gig has been found, and the wallet is about to be closed.
            if (commit.Partition != creator.Partition)
                return;
            test.Documents.BeforeCommit = null;
            gig = await test.Gig(creator, 30);
        };

        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Leaving.Remove(creator.Id, TestLedger.Token));
        Assert.Equal((70, -100), (await test.Balance(creator), await test.Balance(LedgerAccount.Platform)));
        test.Balanced();

        // What removes gigs does this before the next attempt.
        var back = Ledger.Internal(new Commit(creator.Partition), test.Entry(gig!.Value, creator, 30, LedgerReason.Unspent));
        Assert.True((await test.Documents.Commit(back)).IsCommitted);
        await test.Leaving.Remove(creator.Id, TestLedger.Token);

        Assert.Equal((0, 0), (await test.Balance(creator), await test.Balance(LedgerAccount.Platform)));
        test.Balanced();
    }

    [Theory]
    [InlineData("platform")]
    [InlineData("user:1")]
    [InlineData("organization:9007199254740991")]
    [InlineData("gig:7")]
    public void An_account_is_read_as_it_is_written(string text) => Assert.Equal(text, LedgerAccount.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("user")]
    [InlineData("user:0")]
    [InlineData("user:-1")]
    [InlineData("user:1:2")]
    [InlineData("bank:1")]
    public void Anything_else_is_no_account(string text) => Assert.Throws<FormatException>(() => LedgerAccount.Parse(text));

    private async Task Delete(LedgerAccount person)
    {
        await test.Departure.Accept(person.Id, TestLedger.Token);
        await test.Leaving.Remove(person.Id, TestLedger.Token);
    }
}
