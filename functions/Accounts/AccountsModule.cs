using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Health;

namespace SneakerCheck.Accounts;

public static class AccountsModule
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<OperatorOptions>(configuration.GetSection(OperatorOptions.Section), options => options.Validate())
        .AddSingleton<AccountStore>()
        .AddSingleton(AccountSearch.Searched)
        .AddSingleton<AccountSearch>()
        .AddSingleton<SessionStore>()
        .AddSingleton<Roles>()
        .AddSingleton<AccountDeparture>()
        .AddSingleton<IPasswordHasher<object>, PasswordHasher<object>>()
        .AddSettings<PasswordOptions>(configuration.GetSection(PasswordOptions.Section), options => options.Validate())
        .AddSettings<SignInOptions>(configuration.GetSection(SignInOptions.Section), options => options.Validate())
        .AddSettings<RegistrationOptions>(configuration.GetSection(RegistrationOptions.Section), options => options.Validate())
        .AddSingleton<PasswordThreads>()
        .AddSingleton<Passwords>()
        .AddSingleton<KnownDevices>()
        .AddSingleton<Registration>()
        .AddSingleton<SignInThrottle>()
        .AddSingleton<SignIn>()
        .AddSingleton<IAuthenticator<Caller>, Authentication>()
        .AddSingleton<EnsureOperator>()
        .AddStartWork("operator", (provider, cancellation) => provider.GetRequiredService<EnsureOperator>().Run(cancellation));
}
