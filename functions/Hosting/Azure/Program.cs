using Azure.Core;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SneakerCheck;
using SneakerCheck.Hosting;
using SneakerCheck.Hosting.Azure;
using SneakerCheck.Platform;
using SneakerCheck.Platform.Messages;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services
    .AddSingleton(TimeProvider.System)
    .AddSneakerCheck(builder.Configuration)
    .AddAzureSettings(builder.Configuration)
    .AddSingleton(provider =>
        // The same two settings that the Service Bus trigger reads: the namespace in Azure, or the emulator's connection string.
        builder.Configuration["ServiceBus:fullyQualifiedNamespace"] is { Length: > 0 } name
            ? new ServiceBusClient(name, provider.GetRequiredService<TokenCredential>())
            : new ServiceBusClient(builder.Configuration["ServiceBus"]))
    .AddSingleton<IMessageSender, ServiceBusMessageSender>();
try
{
    builder.Services.RequireKnownSettings(builder.Configuration);
    builder.Services.RequireValidSettings(builder.Configuration);
}
catch (SettingsException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
await builder.Build().RunAsync();
return 0;
