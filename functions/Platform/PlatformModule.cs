using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SneakerCheck.Platform.Blobs;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Platform.Tokens;

namespace SneakerCheck.Platform;

/// <summary>What every area stands on. The host adds documents and messages, which differ between the two.</summary>
public static class PlatformModule
{
    /// <summary>Adds tokens, blobs, outbox and the consumer of messages.</summary>
    public static IServiceCollection AddPlatform(this IServiceCollection services, IConfiguration configuration) => services
        .Configure<TokenOptions>(configuration.GetSection("Tokens"))
        .Configure<BlobOptions>(configuration.GetSection("Blobs"))
        .AddSingleton<SessionTokens>()
        .AddSingleton(provider => Connect(provider.GetRequiredService<IOptions<BlobOptions>>().Value))
        .AddSingleton<BlobLinks>()
        .AddSingleton<Outbox>()
        .AddSingleton<MessageConsumer>();

    private static BlobServiceClient Connect(BlobOptions options) => options switch
    {
        { ConnectionString: { Length: > 0 } connection, ServiceUri: null or "" } => new BlobServiceClient(connection),
        { ConnectionString: null or "", ServiceUri: { Length: > 0 } address } =>
            new BlobServiceClient(new Uri(address), new DefaultAzureCredential()),
        _ => throw new OptionsValidationException(
            "Blobs", typeof(BlobOptions), ["Set exactly one of Blobs:ServiceUri and Blobs:ConnectionString."]),
    };
}
