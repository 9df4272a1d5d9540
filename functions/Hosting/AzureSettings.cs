using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform;
using SneakerCheck.Platform.Documents;
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
        return services
            .AddSettings<ServiceBusOptions>(messages, options => options.Validate(messages.Value))
            .AddSingleton(new SettingsSection(DocumentsOptions.Section, typeof(DocumentsOptions), () => string.IsNullOrEmpty(endpoint)
                ? [$"{DocumentsOptions.Section}__{nameof(DocumentsOptions.CosmosEndpoint)} must be set: "
                    + "the account's address, https://NAME.documents.azure.com:443/."]
                : []));
    }
}
