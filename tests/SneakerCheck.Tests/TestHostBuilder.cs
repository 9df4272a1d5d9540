using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests;

/// <summary>
/// How tests start a Local host: a free port, the Azurite and the signing key of the test run, no logging. A test names only what
/// differs. <see cref="TestHost"/> is its usual product.
/// </summary>
/// <param name="folder">The data folder; the caller deletes it.</param>
internal sealed class TestHostBuilder(string folder)
{
    /// <summary>Signs the tokens of everything in this test run.</summary>
    public static string SigningKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>Settings of this host, by full name; they replace the usual ones.</summary>
    public Dictionary<string, string?> Settings { get; init; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Replaces parts of the host.</summary>
    public Action<WebApplicationBuilder>? Configure { get; init; }

    /// <summary>Starts a host that runs the product.</summary>
    public Task<LocalHost> Start() => Start(
        typeof(SneakerCheckModule).Assembly,
        builder =>
        {
            builder.Services.AddSneakerCheck(builder.Configuration);
            Configure?.Invoke(builder);
        });

    /// <summary>Starts a host that runs the functions of an assembly of the tests.</summary>
    public Task<LocalHost> Start(Assembly functions) => Start(functions, Configure);

    private async Task<LocalHost> Start(Assembly functions, Action<WebApplicationBuilder>? configure)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["SNEAKERCHECK_DATA"] = folder,
            ["Tokens:SigningKey"] = SigningKey,
            ["Logging:LogLevel:Default"] = "None",
            // All tests come from one address.
            ["SignIn:NetworkFailures"] = "1000000",
            ["SignIn:TotalFailures"] = "1000000",
            ["Registrations:PerHour"] = "1000000",
            ["Passwords:Waiting"] = "1000",
        };
        foreach (var (name, value) in Settings)
            settings[name] = value;
        // Asked for only where it is needed: the first to ask starts it.
        if (!settings.ContainsKey("Blobs:ConnectionString"))
            settings["Blobs:ConnectionString"] = await AzuriteFixture.GetConnectionString();
        var options = new LocalHostOptions { Time = Time, Output = TextWriter.Null, Settings = settings };
        return await LocalHost.Start(options, functions, configure);
    }
}
