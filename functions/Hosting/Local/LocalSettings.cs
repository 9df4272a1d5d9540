using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Hosting.Local.Azurite;
using SneakerCheck.Platform;

namespace SneakerCheck.Hosting.Local;

/// <summary>Settings that only the Local host has.</summary>
public static class LocalSettings
{
    public static IServiceCollection AddLocalSettings(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSettings<AzuriteOptions>(configuration.GetSection(AzuriteOptions.Section), options => options.Validate());
}
