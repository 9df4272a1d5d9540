using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Checks;
using SneakerCheck.Gigs;
using SneakerCheck.Notifications;
using SneakerCheck.Pictures;
using SneakerCheck.Platform;

namespace SneakerCheck;

/// <summary>The whole product, for both hosts.</summary>
public static class SneakerCheckModule
{
    public static IServiceCollection AddSneakerCheck(this IServiceCollection services, IConfiguration configuration) => services
        .AddPlatform(configuration)
        .AddAccounts(configuration)
        .AddChecks(configuration)
        .AddNotifications(configuration)
        .AddPictures(configuration)
        .AddGigs();
}
