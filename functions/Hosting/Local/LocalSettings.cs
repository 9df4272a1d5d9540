using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Hosting.Local.Azurite;
using SneakerCheck.Platform;

namespace SneakerCheck.Hosting.Local;

/// <summary>The settings that only the Local host has.</summary>
public static class LocalSettings
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddLocalSettings(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSettings<AzuriteOptions>(configuration.GetSection(AzuriteOptions.Section), options => options.Validate());
}
