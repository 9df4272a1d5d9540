using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Gigs.Money;

/// <summary>The contract of what operators do with money, under <c>/api/v1</c>.</summary>
public sealed class MoneyContract : IContract
{
    private MoneyContract()
    {
    }

    /// <inheritdoc/>
    public static Contract Contract { get; } = ApiContract.Base with
    {
        Sections = [ApiContract.Operators],
        Errors = ApiContract.Base.Errors.AddRange(
        [
            new(Ledger.KeyReused, new(409, "the `Idempotency-Key` has been used for another movement")),
            new(Ledger.InTransit, new(503, "the payer has been charged, and the payee gets the money later")),
        ]),
    };
}
