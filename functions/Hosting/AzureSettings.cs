using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Limits;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Hosting;

/// <summary>
/// Settings that only the Azure host requires. Both flavours compile this so that tests can cover it; only the Azure host calls it.
/// </summary>
public static class AzureSettings
{
    /// <summary>Requires Service Bus and Cosmos DB, because this host has no other queues and no other store.</summary>
    public static IServiceCollection AddAzureSettings(this IServiceCollection services, IConfiguration configuration)
    {
        var messages = configuration.GetSection(ServiceBusOptions.Section);
        var endpoint = configuration.GetSection(DocumentsOptions.Section)[nameof(DocumentsOptions.CosmosEndpoint)];
        var proxies = configuration.GetSection(ClientSettings.Section)[nameof(ClientSettings.TrustedProxies)];
        return services
            .AddSettings<ServiceBusOptions>(messages, options => options.Validate(messages.Value))
            .AddSingleton(new SettingsSection(DocumentsOptions.Section, typeof(DocumentsOptions), () => string.IsNullOrEmpty(endpoint)
                ? [$"{DocumentsOptions.Section}__{nameof(DocumentsOptions.CosmosEndpoint)} must be set: "
                    + "the account's address, https://NAME.documents.azure.com:443/."]
                : []))
            // The default would take Azure's front end for the one client that there is, and limits would bar everybody.
            .AddSingleton(new SettingsSection(ClientSettings.Section, typeof(ClientSettings), () => string.IsNullOrEmpty(proxies)
                ? [$"{ClientSettings.Section}__{nameof(ClientSettings.TrustedProxies)} must be set: 1 behind Azure's front end, "
                    + "2 with one more proxy before it."]
                : []));
    }
}
