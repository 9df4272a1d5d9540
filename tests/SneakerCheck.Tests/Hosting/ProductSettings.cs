using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Hosting;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Platform;

namespace SneakerCheck.Tests.Hosting;

/// <summary>The settings of the whole product, as both hosts register them.</summary>
internal static class ProductSettings
{
    /// <summary>Valid settings of a deployment, as few as possible.</summary>
    public static readonly IReadOnlyDictionary<string, string?> Deployed = new Dictionary<string, string?>
    {
        ["ServiceBus:fullyQualifiedNamespace"] = "sneakers.servicebus.windows.net",
        ["Documents:CosmosEndpoint"] = "https://sneakers.documents.azure.com:443/",
        ["Blobs:ServiceUri"] = "https://sneakers.blob.core.windows.net/",
        ["Tokens:SigningKey"] = Convert.ToBase64String(new byte[32]),
        ["Clients:TrustedProxies"] = "1",
    };

    /// <summary>Every section, with the class that reads it.</summary>
    public static SettingsSection[] Sections { get; } =
        [.. Services(Configuration(Deployed), azure: true, azurite: true)
            .Select(service => service.ImplementationInstance).OfType<SettingsSection>().DistinctBy(section => section.Options)];

    /// <summary>Every setting that an options class reads, as it is written in the environment.</summary>
    public static string[] Names { get; } =
        [.. from section in Sections
            from property in section.Options.GetProperties()
            where property.SetMethod is { IsPublic: true }
            select $"{section.Name}__{property.Name}"];

    /// <summary>The message of a host that does not start with these settings; null if it starts.</summary>
    /// <param name="settings">All settings, in the environment's spelling.</param>
    /// <param name="azure">Whether it is the Azure host, which requires more.</param>
    public static string? ErrorOf(IReadOnlyDictionary<string, string?> settings, bool azure)
    {
        var configuration = Configuration(settings);
        try
        {
            var services = Services(configuration, azure, azurite: !azure);
            services.RequireKnownSettings(configuration, azure ? [] : CommandLine.HostSettings);
            services.RequireValidSettings(configuration);
            return null;
        }
        catch (SettingsException exception)
        {
            return exception.Message;
        }
    }

    private static IConfiguration Configuration(IReadOnlyDictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(
            settings.ToDictionary(pair => pair.Key.Replace("__", ":"), pair => pair.Value)).Build();

    private static IServiceCollection Services(IConfiguration configuration, bool azure, bool azurite)
    {
        var services = new ServiceCollection().AddSneakerCheck(configuration);
        if (azure)
            services.AddAzureSettings(configuration);
        if (azurite)
            services.AddLocalSettings(configuration);
        return services;
    }
}
