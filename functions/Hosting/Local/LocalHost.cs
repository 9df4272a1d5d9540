using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SneakerCheck.Hosting.Local.Azurite;
using SneakerCheck.Hosting.Local.Messages;
using SneakerCheck.Platform;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Platform.Health;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Hosting.Local;

/// <summary>
/// The whole back end in one process and one folder: Kestrel for HTTP functions, SQLite for documents and messages,
/// Azurite for photos. Several hosts can run side by side, each with its own folder.
/// </summary>
public sealed class LocalHost : IAsyncDisposable
{
    /// <summary>Where it serves, unless ASPNETCORE_URLS says otherwise.</summary>
    public const string DefaultAddress = "http://localhost:7071";

    /// <summary>The data folder, unless SNEAKERCHECK_DATA says otherwise.</summary>
    public const string DefaultFolder = ".sneakercheck";

    /// <summary>The maximum request body in bytes: a picture of 20 MB as base64, with some headroom.</summary>
    private const long MaximumRequestBody = 30 * 1024 * 1024;

    // Work that has not finished by then is redelivered at the next start.
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(3);

    private readonly DataFolder folder;
    private readonly LocalSecrets secrets;
    private AzuriteServer? azurite;
    private WebApplication? app;
    private bool isStarted;

    private LocalHost(DataFolder folder) => (this.folder, secrets) = (folder, new LocalSecrets(folder));
    public IServiceProvider Services => app!.Services;

    /// <summary>The address that is served, without a trailing slash, and with the actual port if 0 was configured.</summary>
    public string Address => app!.Urls.First().Replace("[::]", "localhost").Replace("0.0.0.0", "localhost");
    public string DataFolder => folder.Path;

    /// <summary>How the operator signs in. A generated password is included at the first start only.</summary>
    public string OperatorSignIn => secrets.OperatorSignIn;

    public string BlobsConnectionString => app!.Configuration["Blobs:ConnectionString"]!;

    /// <summary>Where clients upload photos, if that differs from where the host itself does.</summary>
    public string? BlobsPublicUrl => app!.Configuration["Blobs:PublicUrl"];

    /// <summary>The embedded blob storage; null if another one is configured.</summary>
    public AzuriteServer? Azurite => azurite;

    /// <summary>Starts a host and returns when it serves requests.</summary>
    /// <param name="configure">Registers the services of the functions. Documents, messages and the clock are registered already.</param>
    /// <exception cref="StartupException">The host cannot start. The message is one line with the reason.</exception>
    public static async Task<LocalHost> Start(
        LocalHostOptions options,
        Assembly functions,
        Action<WebApplicationBuilder>? configure = null,
        CancellationToken cancellation = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration
            .AddEnvironmentVariables()
            .AddInMemoryCollection(options.Settings);
        var addresses = ListenAddresses.Check(builder.Configuration["ASPNETCORE_URLS"] ?? DefaultAddress);

        var host = new LocalHost(Local.DataFolder.Open(builder.Configuration["SNEAKERCHECK_DATA"] ?? DefaultFolder));
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, GiveUp);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, GiveUp);
        try
        {
            host.secrets.Supply(builder.Configuration);
            builder.Services.AddLocalSettings(builder.Configuration);
            RequireValidSettings(builder);
            AddPlatform(builder, options, host.folder, functions);
            configure?.Invoke(builder);
            Require(() => builder.Services.RequireKnownSettings(builder.Configuration, CommandLine.HostSettings));
            await host.StartBlobs(builder.Configuration, addresses, options.Output, starting.Token);
            RequireValidSettings(builder);
            builder.WebHost.UseUrls(addresses);
            await host.StartFunctions(builder, starting.Token);
            host.secrets.OperatorCreated();
            return host;
        }
        catch (OperationCanceledException exception) when (starting.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            await host.DisposeAsync();
            throw new StartupException("The host was stopped before it was ready.", exception);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        // ASP.NET Core handles these signals only once the host runs. Until then, this ends what was already started, such as Azurite.
        void GiveUp(PosixSignalContext signal)
        {
            signal.Cancel = true;
            starting.Cancel();
        }
    }

    /// <summary>Completes when the host has stopped after Ctrl-C or SIGTERM.</summary>
    public Task WaitForShutdown(CancellationToken cancellation = default) => app!.WaitForShutdownAsync(cancellation);

    /// <summary>Stops serving, waits briefly for running functions, and ends the embedded blob storage.</summary>
    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            if (isStarted)
                await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
        }
        if (azurite is not null)
            await azurite.DisposeAsync();
        folder.Dispose();
    }

    private async Task StartBlobs(IConfiguration configuration, string[] addresses, TextWriter output, CancellationToken cancellation)
    {
        if (!string.IsNullOrEmpty(configuration["Blobs:ConnectionString"]) || !string.IsNullOrEmpty(configuration["Blobs:ServiceUri"]))
            return;
        var settings = configuration.GetSection(AzuriteOptions.Section).Get<AzuriteOptions>() ?? new();
        var publicUrl = Uri.TryCreate(configuration["Blobs:PublicUrl"], UriKind.Absolute, out var given) ? given : null;
        // Phones on the same network upload to Azurite itself, so it must listen where this host does.
        var network = ListenAddresses.NetworkAddress(addresses);
        azurite = await AzuriteServer.Start(
            folder.Path,
            settings.BlobPort ?? (publicUrl is { Scheme: "http" } ? publicUrl.Port : null),
            output,
            cancellation,
            listen: publicUrl is null && network is null ? "127.0.0.1" : "0.0.0.0");
        configuration["Blobs:ConnectionString"] = azurite.ConnectionString;
        if (publicUrl is null && network is not null)
            configuration["Blobs:PublicUrl"] = $"http://{network}:{new Uri(azurite.Address).Port}";
    }

    private static void AddPlatform(WebApplicationBuilder builder, LocalHostOptions options, DataFolder folder, Assembly functions)
    {
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // The caller prints the reason of a failed start, in one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddSimpleConsole(format => format.SingleLine = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);

        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaximumRequestBody;
        });
        builder.Services.AddRouting();
        builder.Services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = LongestStop;
            host.ServicesStopConcurrently = true;
        });

        var settings = HostSettings.Read();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(FunctionIndex.Of(functions, settings));
        builder.Services.AddSingleton<FunctionInstances>();
        builder.Services.AddSingleton(options.Time);
        builder.Services.AddSingleton(_ => SqliteDatabase.Open(folder.Database));
        builder.Services.AddSingleton<SqliteQueue>();
        builder.Services.AddSingleton<SqliteDocuments>();
        builder.Services.AddSingleton<IMessageSender>(services => services.GetRequiredService<SqliteQueue>());
        if (string.IsNullOrEmpty(builder.Configuration["Documents:CosmosEndpoint"]))
            builder.Services.AddSingleton<IDocuments>(services => services.GetRequiredService<SqliteDocuments>());
        builder.Services.AddHostedService<QueueDispatcher>();
        builder.Services.AddHostedService<TimerDispatcher>();
        builder.Services.AddHostedService<ExpirySweep>();
    }

    private static void RequireValidSettings(WebApplicationBuilder builder) =>
        Require(() => builder.Services.RequireValidSettings(builder.Configuration));

    private static void Require(Action validate)
    {
        try
        {
            validate();
        }
        catch (SettingsException exception)
        {
            throw new StartupException(exception.Message, exception);
        }
    }

    // A killed host may have left message locks. Documents are probed, because every function needs them.
    private async Task OpenDocuments(CancellationToken cancellation)
    {
        try
        {
            await Services.GetRequiredService<SqliteQueue>().ReleaseLocks(cancellation);
            await Services.GetRequiredService<IDocuments>().Probe(cancellation);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            var place = app!.Configuration["Documents:CosmosEndpoint"] is { Length: > 0 } endpoint ? endpoint : folder.Database;
            throw new StartupException($"The documents at {place} cannot be used: {exception.Message.Split('\n')[0].Trim()}", exception);
        }
    }

    private async Task StartFunctions(WebApplicationBuilder builder, CancellationToken cancellation)
    {
        app = builder.Build();
        await OpenDocuments(cancellation);
        app.MapHomePage();
        app.MapFunctions(app.Services.GetRequiredService<FunctionIndex>(), app.Services.GetRequiredService<FunctionInstances>());
        try
        {
            await app.StartAsync(cancellation);
            isStarted = true;
            // Waits for the first attempts, so that the operator can sign in as soon as this method returns, if documents answer.
            await Task.WhenAll(Services.GetServices<StartWork>().Select(work => work.FirstTry)).WaitAsync(cancellation);
        }
        catch (IOException exception) when (exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw ListenAddresses.Taken(string.Join(", ", app.Urls), exception);
        }
    }
}
