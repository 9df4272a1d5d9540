using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Gigs;

/// <summary>A valid call of each function of money.</summary>
internal static class MoneyCalls
{
    public static Call[] Table { get; } =
    [
        new("GrantMoney", 201) { Body = (_, _) => new { amount = 3 } },
        new("ListLedger", 200),
    ];
}
