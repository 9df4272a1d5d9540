using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;

namespace SneakerCheck.Gigs.Money;

internal static class MoneyModule
{
    public static IServiceCollection AddMoney(this IServiceCollection services) => services
        .AddSingleton<LedgerHolders>()
        .AddSingleton<Ledger>()
        .AddSingleton<LedgerReplies>()
        .AddSingleton<IAccountLeaving, MoneyLeaving>();
}
