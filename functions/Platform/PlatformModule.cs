using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Cosmos;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Health;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.Limits;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Platform.Tokens;

namespace SneakerCheck.Platform;

/// <summary>Registers what all areas use. The host adds the message sender, and documents if Cosmos DB is not configured.</summary>
public static class PlatformModule
{
    public static IServiceCollection AddPlatform(this IServiceCollection services, IConfiguration configuration)
    {
        var documents = configuration.GetSection(DocumentsOptions.Section);
        if (!string.IsNullOrEmpty(documents[nameof(DocumentsOptions.CosmosEndpoint)]))
        {
            services.AddSingleton<IDocuments>(provider => CosmosDocuments.Connect(
                provider.GetRequiredService<IOptions<DocumentsOptions>>().Value,
                provider.GetRequiredService<TokenCredential>(),
                provider.GetRequiredService<TimeProvider>()));
        }
        return services
            .AddSettings<DocumentsOptions>(documents, options => options.Validate())
            .AddSettings<TokenOptions>(configuration.GetSection(TokenOptions.Section), options => options.Validate())
            .AddSettings<BlobOptions>(configuration.GetSection(BlobOptions.Section), options => options.Validate())
            .AddSettings<ClientSettings>(configuration.GetSection(ClientSettings.Section), options => options.Validate())
            .AddSettings<UploadOptions>(configuration.GetSection(UploadOptions.Section), options => options.Validate())
            .AddSingleton<UploadSlots>()
            .AddSingleton<TokenCredential>(_ => new DefaultAzureCredential())
            .AddSingleton<SessionTokens>()
            .AddSingleton(Blobs)
            .AddSingleton<DelegationKeys>()
            .AddSingleton(Links)
            .AddSingleton<ClientAddresses>()
            .AddSingleton<UsageLimits>()
            .AddSingleton<NumericIds>()
            .AddSingleton<WriteRules>()
            .AddSingleton(new BlobDeadlines(TimeProvider.System))
            .AddBlobStore(HealthProbes.Container)
            .AddSingleton<HealthProbes>()
            .AddSingleton<FunctionGuard>()
            .AddSingleton(typeof(Gate<>))
            .AddSingleton(provider => new UnknownPaths(
                typeof(PlatformModule).Assembly.GetExportedTypes(), provider.GetRequiredService<IInlineConstraintResolver>()))
            .AddSingleton<Outbox>()
            .AddSingleton<MessageConsumer>();
    }

    /// <summary>Adds a blob container as a keyed service; the key is its name.</summary>
    public static IServiceCollection AddBlobStore(this IServiceCollection services, string container) =>
        services.AddKeyedSingleton(container, (provider, _) => new BlobStore(
            provider.GetRequiredService<BlobServiceClient>(),
            provider.GetRequiredService<BlobLinks>(),
            provider.GetRequiredService<BlobDeadlines>(),
            container));

    private static BlobLinks Links(IServiceProvider provider) => new(
        provider.GetRequiredService<BlobServiceClient>(),
        provider.GetRequiredService<DelegationKeys>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<IOptions<BlobOptions>>().Value.PublicUrl is { Length: > 0 } address ? new Uri(address) : null);

    private static BlobServiceClient Blobs(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<BlobOptions>>().Value;
        return string.IsNullOrEmpty(options.ConnectionString)
            ? new BlobServiceClient(
                new Uri(options.ServiceUri!), provider.GetRequiredService<TokenCredential>(), BlobDeadlines.ClientOptions)
            : new BlobServiceClient(options.ConnectionString, BlobDeadlines.ClientOptions);
    }
}
