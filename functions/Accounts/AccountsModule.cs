using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace SneakerCheck.Accounts;

/// <summary>The parts of this area.</summary>
public static class AccountsModule
{
    /// <summary>Adds accounts, sessions and the gate of <c>/api/v1</c>.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration) => services
        .Configure<OperatorOptions>(configuration.GetSection("Operator"))
        .AddSingleton<AccountStore>()
        .AddSingleton<Passwords>()
        .AddSingleton<SignInThrottle>()
        .AddSingleton<SignIn>()
        .AddSingleton<Authentication>()
        .AddSingleton<ApiGate>()
        .AddHostedService<EnsureOperator>();
}
