using SneakerCheck.Accounts;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Accounts;

/// <summary>An e-mail or phone is one account's at any moment, whatever changes meet and wherever one of them stops.</summary>
public sealed class AccountStoreTests : IDisposable
{
    private const string Email = "wanted@example.com";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private readonly SqliteFile file = new();
    private readonly ManualTime time = new();
    private readonly InterruptedDocuments documents;
    private readonly AccountInstance interrupted;
    private readonly AccountInstance instance;

    public AccountStoreTests()
    {
        var store = new SqliteDocuments(file.Database, time);
        documents = new InterruptedDocuments(store);
        (interrupted, instance) = (new(documents, time), new(store, time));
    }

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Of_two_accounts_that_want_one_address_the_one_that_claimed_it_first_gets_it()
    {
        var (first, second) = (await instance.Create("a@example.com"), await instance.Create("b@example.com"));
        documents.BeforeCommit("account-", () => Taken("email_taken", () => instance.ChangeEmail(second, Email.ToUpperInvariant())));

        await interrupted.ChangeEmail(first, Email);

        Assert.Equal((first.Id, second.Id), (await instance.Holder(Email), await instance.Holder("b@example.com")));
    }

    [Fact]
    public async Task A_registration_cannot_have_the_address_that_a_change_is_about_to_gain()
    {
        var account = await instance.Create("a@example.com");
        documents.BeforeCommit("account-", () => Taken("email_taken", () => instance.Create(Email)));

        await interrupted.ChangeEmail(account, Email);

        Assert.Equal(account.Id, await instance.Holder(Email));
    }

    [Fact]
    public async Task A_change_cannot_have_the_address_that_a_registration_is_about_to_gain()
    {
        var account = await instance.Create("a@example.com");
        documents.BeforeCommit("account-", () => Taken("email_taken", () => instance.ChangeEmail(account, Email)));

        var registered = await interrupted.Create(Email);

        Assert.Equal((registered.Id, account.Id), (await instance.Holder(Email), await instance.Holder("a@example.com")));
    }

    [Fact]
    public async Task One_account_that_sends_the_same_change_twice_at_once_gets_it_twice()
    {
        var account = await instance.Create("a@example.com");
        await instance.ChangeEmail(account, Email);
        await instance.ChangeEmail(account, null);
        // The claim is still the account's: both requests renew it, and one of them is too late.
        documents.BeforeCommit("identity-", () =>
        {
            documents.BeforeCommit("identity-", () => instance.ChangeEmail(account, Email));
            return Task.CompletedTask;
        });

        await interrupted.ChangeEmail(account, Email);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => instance.ChangeEmail(account, "again@example.com")));

        Assert.Equal(account.Id, await instance.Holder("again@example.com"));
        Assert.Null(await instance.Holder(Email));
    }

    [Fact]
    public async Task Of_two_changes_of_one_account_at_once_the_later_stays_and_the_other_address_is_free_after_a_while()
    {
        var (account, heir) = (await instance.Create("a@example.com"), await instance.Create("b@example.com"));
        documents.BeforeCommit("account-", () => instance.ChangeEmail(account, "between@example.com"));

        await interrupted.ChangeEmail(account, Email);

        Assert.Equal(account.Id, await instance.Holder(Email));
        Assert.Null(await instance.Holder("between@example.com"));
        time.Advance(Patience);
        await instance.ChangeEmail(heir, "between@example.com");
        Assert.Equal(heir.Id, await instance.Holder("between@example.com"));
    }

    [Fact]
    public async Task A_given_up_address_no_longer_signs_in_and_can_be_taken_by_another()
    {
        var (account, heir) = (await instance.Create(Email), await instance.Create("b@example.com"));
        time.Advance(Patience);

        await instance.ChangeEmail(account, "new@example.com");

        Assert.Null(await instance.Holder(Email));
        await instance.ChangeEmail(heir, Email);
        Assert.Equal((heir.Id, account.Id), (await instance.Holder(Email), await instance.Holder("new@example.com")));
        await Taken("email_taken", () => instance.ChangeEmail(account, Email));
    }

    [Fact]
    public async Task An_address_that_its_former_holder_takes_back_while_another_takes_it_over_is_one_accounts()
    {
        var (former, other) = (await instance.Create(Email), await instance.Create("b@example.com"));
        await instance.ChangeEmail(former, "a@example.com");
        time.Advance(Patience);
        // The other has found the claim old and unheld; before it writes its own, the former holder is back.
        documents.BeforeCommit("identity-", () =>
        {
            documents.BeforeCommit("identity-", () => instance.ChangeEmail(former, Email));
            return Task.CompletedTask;
        });

        await Taken("email_taken", () => interrupted.ChangeEmail(other, Email));

        Assert.Equal((former.Id, other.Id), (await instance.Holder(Email), await instance.Holder("b@example.com")));
    }

    [Fact]
    public async Task Two_accounts_swap_their_addresses_only_by_giving_them_up_first()
    {
        var (one, two) = (await instance.Create("one@example.com"), await instance.Create("two@example.com", "two"));
        time.Advance(Patience);

        await Task.WhenAll(
            Taken("email_taken", () => instance.ChangeEmail(one, "two@example.com")),
            Taken("email_taken", () => instance.ChangeEmail(two, "one@example.com")));
        Assert.Equal((one.Id, two.Id), (await instance.Holder("one@example.com"), await instance.Holder("two@example.com")));

        await instance.ChangeEmail(two, null);
        await instance.ChangeEmail(one, "two@example.com");
        await instance.ChangeEmail(two, "one@example.com");
        Assert.Equal((two.Id, one.Id), (await instance.Holder("one@example.com"), await instance.Holder("two@example.com")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_between_claim_and_account_keeps_the_address_from_others_for_minutes_and_no_longer(bool isRegistration)
    {
        var (dying, heir) = (await instance.Create("a@example.com"), await instance.Create("b@example.com"));
        documents.BeforeCommit("account-", () => throw new IOException("The process died."));

        await Assert.ThrowsAsync<IOException>(() => isRegistration ? interrupted.Create(Email) : interrupted.ChangeEmail(dying, Email));

        Assert.Null(await instance.Holder(Email));
        await Taken("email_taken", () => instance.ChangeEmail(heir, Email));
        time.Advance(Patience);
        await instance.ChangeEmail(heir, Email);
        Assert.Equal(heir.Id, await instance.Holder(Email));
        await Taken("email_taken", () => instance.ChangeEmail(dying, Email));
    }

    [Fact]
    public async Task An_account_may_repeat_its_own_change_right_after_a_crash()
    {
        var account = await instance.Create("a@example.com");
        documents.BeforeCommit("account-", () => throw new IOException("The process died."));
        await Assert.ThrowsAsync<IOException>(() => interrupted.ChangeEmail(account, Email));

        await instance.ChangeEmail(account, Email);

        Assert.Equal(account.Id, await instance.Holder(Email));
    }

    [Fact]
    public async Task A_claim_that_took_longer_than_a_minute_is_not_used()
    {
        var account = await instance.Create("a@example.com");
        documents.BeforeCommit("identity-", () =>
        {
            time.Advance(TimeSpan.FromSeconds(61));
            return Task.CompletedTask;
        });

        var refusal = await Assert.ThrowsAsync<Refusal>(() => interrupted.ChangeEmail(account, Email));

        Assert.Equal((503, "try_again"), (refusal.Status, refusal.Code));
        Assert.Equal(account.Id, await instance.Holder("a@example.com"));
        Assert.Null(await instance.Holder(Email));
    }

    [Fact]
    public async Task A_client_that_hangs_up_after_the_claim_is_registered_all_the_same()
    {
        using var hungUp = new CancellationTokenSource();
        documents.BeforeCommit("account-", hungUp.CancelAsync);

        await interrupted.Registration.Register(new Registrant("x", null, Email, null, AccountInstance.Password), "test", hungUp.Token);

        Assert.NotNull(await instance.Holder(Email));
    }

    [Fact]
    public async Task However_changes_and_registrations_race_an_address_has_at_most_one_holder()
    {
        var random = new Random(5);
        string[] addresses = ["x@example.com", "y@example.com", "z@example.com"];
        var accounts = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => instance.Create(null, $"account {i}")));
        var granted = 0;
        for (var round = 0; round < 30; round++)
        {
            var wishes = Enumerable.Range(0, 10).Select(_ => (
                Account: accounts[random.Next(accounts.Length)],
                Address: random.Next(4) is var wish && wish < 3 ? addresses[wish] : null)).ToArray();
            var wished = await Task.WhenAll(wishes.Select(async wish =>
                await Record.ExceptionAsync(() => instance.ChangeEmail(wish.Account, wish.Address))));

            Assert.All(wished, error => Assert.True(error is null or Refusal { Code: "email_taken" }, $"{error}"));
            granted += wished.Count(error => error is null);
            var now = await Task.WhenAll(accounts.Select(account => instance.Accounts.Find(account.Id, CancellationToken.None)));
            foreach (var address in addresses)
            {
                var holders = now.Where(account => account!.Value.Email == address).Select(account => (long?)account!.Value.Id).ToArray();
                Assert.True(holders.Length <= 1, $"{address} has {holders.Length} holders.");
                Assert.Equal(holders.SingleOrDefault(), await instance.Holder(address));
            }
            time.Advance(Patience);
        }
        Assert.InRange(granted, 60, 299);
    }

    private static async Task Taken(string code, Func<Task> change)
    {
        var refusal = await Assert.ThrowsAsync<Refusal>(change);
        Assert.Equal((409, code), (refusal.Status, refusal.Code));
    }
}
