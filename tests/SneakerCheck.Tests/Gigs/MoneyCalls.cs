using SneakerCheck.Tests.Calls;
using SneakerCheck.Tests.Gigs.Money;

namespace SneakerCheck.Tests.Gigs;

/// <summary>A valid call of each function of money.</summary>
internal static class MoneyCalls
{
    public static Call[] Table { get; } =
    [
        new("DepositMoney", 201)
        {
            Body = (_, _) => new { amount = 3 },
            Fresh = async subject =>
            {
                await GrantMoneyTests.Grant(subject.Host, subject.Id, 3);
                return [];
            },
        },
        new("GrantMoney", 201) { Body = (_, _) => new { amount = 3 } },
        new("ListLedger", 200),
        new("ListOrganizationLedger", 200),
    ];
}
