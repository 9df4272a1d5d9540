using Microsoft.Extensions.Logging.Abstractions;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Tests.Gigs.Money;

/// <summary>A credit that fails for long is parked, tried again, and then given to its payee once.</summary>
public sealed class ParkCreditTests : IDisposable
{
    private readonly TestLedger test = new();

    public void Dispose() => test.Dispose();

    [Fact]
    public async Task A_dead_letter_is_listed_and_ordered_again_until_it_arrives()
    {
        var (payer, payee) = (await test.Person(50), await test.Person());
        var entry = test.Entry(payer, payee, 20);
        await test.Charge(entry);
        var first = test.Messages.To("ledger-credits")[^1];

        await Park(first);
        test.Time.Advance(TimeSpan.FromHours(2));
        var again = await Again();
        await Park(again);

        var parked = Assert.Single(await Parked());
        Assert.Equal((entry, 2), (parked.Entry, parked.Times));
        Assert.Equal(TimeSpan.FromHours(2), test.Time.GetUtcNow() - parked.Since);
        Assert.Equal([entry], test.Prove().InTransit);
        Assert.True(test.Prove().IsProven);

        test.Time.Advance(TimeSpan.FromHours(1));
        var latest = await Again();
        Assert.True(latest.NotBefore <= test.Time.GetUtcNow());
        await Deliver(latest);
        // Those of before may come as well, for example because their locks had run out.
        await Deliver(again);
        await Deliver(first);

        Assert.Empty(await Parked());
        Assert.Equal((30, 20), (await test.Balance(payer), await test.Balance(payee)));
        test.Balanced();
    }

    [Fact]
    public async Task A_payee_that_cannot_be_paid_is_tried_by_the_queues_waits_and_then_becomes_a_dead_letter()
    {
        var payee = await test.Person(Wallet.Largest);
        await test.Charge(test.Grant(payee, 1));
        var message = test.Messages.To("ledger-credits")[^1];
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await Deliver(message);
            message = test.Messages.To("ledger-credits")[^1];
            Assert.Equal(attempt + 1, message.Attempt);
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => Deliver(message));
        await Park(message);
        Assert.Single(await Parked());

        // Once the payee has spent some, there is room.
        await test.Ledger.Transfer(test.Entry(payee, await test.Person(), 5), null, TestLedger.Token);
        await Deliver(await Again());
        Assert.Empty(await Parked());
        test.Balanced();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("""{"queue":"ledger-credits","key":"k","attempt":0,"payload":{"entry":{"from":"bank:1"}}}""")]
    public async Task A_dead_letter_that_cannot_be_read_is_dropped_and_its_entry_stays_in_transit(string body)
    {
        var (payer, payee) = (await test.Person(50), await test.Person());
        await test.Charge(test.Entry(payer, payee, 20));

        await ParkCredit().Run(body, TestLedger.Token);

        Assert.Single(test.Prove().InTransit);
        Assert.Empty(await Parked());
    }

    /// <summary>The newest order of a parked credit. It is due in an hour, so that the sweep sends it.</summary>
    private async Task<Message> Again()
    {
        await test.Outbox.SendPending(test.Time.GetUtcNow(), TestLedger.Token);
        return test.Messages.To("ledger-credits").Last(message => message.Key.StartsWith("again-", StringComparison.Ordinal));
    }

    private Task Park(Message message) => ParkCredit().Run(TestHostMessages.Body(message), TestLedger.Token);

    private ParkCredit ParkCredit() =>
        new(Consumer(), test.Documents, test.Outbox, test.Time, NullLogger<ParkCredit>.Instance);

    private Task Deliver(Message message) =>
        new CreditLedger(Consumer(), test.Ledger, test.Documents).Run(TestHostMessages.Body(message), TestLedger.Token);

    private MessageConsumer Consumer() => new(test.Messages, test.Time, NullLogger<MessageConsumer>.Instance);

    private async Task<IEnumerable<ParkedCredit>> Parked() => (await test.Documents.Query(
        ParkedCredit.Kind, new DocumentQuery { Partition = ParkedCredit.Partition })).Items.Select(parked => parked.Value);
}
