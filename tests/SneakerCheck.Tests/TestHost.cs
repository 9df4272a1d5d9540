using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Tests.Checks;

namespace SneakerCheck.Tests;

/// <summary>
/// The whole product in this process, served over HTTP: SQLite in a folder of its own, photos in the Azurite of the test run.
/// Most tests share one host and use their own accounts.
/// </summary>
public sealed class TestHost : IAsyncDisposable
{
    public const string OperatorEmail = "desk@example.com";
    public const string OperatorPassword = "the desk's own secret";

    /// <summary>A template that accepts small photos: <c>appear</c> is required, <c>tag</c> is not.</summary>
    public const string SmallTemplate = "small-1";

    /// <summary>A shoe model without exemplars.</summary>
    public const string PlainModel = "adidas_superstar";

    private const string FolderPrefix = "sneakercheck-host-";
    private static readonly Lazy<Task<TestHost>> OfTheRun = new(() => Start());

    private readonly LocalHost host;
    private readonly Lazy<Task<HttpClient>> operatorClient;

    private TestHost(LocalHost host)
    {
        this.host = host;
        operatorClient = new(SignInOperator);
    }

    /// <summary>The host that tests share, started by the first that asks.</summary>
    public static Task<TestHost> Shared => OfTheRun.Value;

    public IServiceProvider Services => host.Services;

    public string Address => host.Address;

    public string DataFolder => host.DataFolder;

    /// <summary>Starts a host for one test.</summary>
    /// <param name="time">Its clock.</param>
    /// <param name="configure">Replaces parts of it.</param>
    /// <param name="settings">Settings of this host, by full name.</param>
    public static async Task<TestHost> Start(
        TimeProvider? time = null, Action<WebApplicationBuilder>? configure = null, Dictionary<string, string?>? settings = null)
    {
        DeleteOldFolders();
        var builder = new TestHostBuilder(Directory.CreateTempSubdirectory(FolderPrefix).FullName)
        {
            Settings = { ["Operator:Email"] = OperatorEmail, ["Operator:Password"] = OperatorPassword },
            Time = time ?? TimeProvider.System,
            Configure = configure,
        };
        foreach (var (name, value) in settings ?? [])
            builder.Settings[name] = value;
        var host = new TestHost(await builder.Start());
        await host.ReleaseSmallTemplate();
        return host;
    }

    /// <summary>A client that is not signed in, without cookies, that follows no redirect.</summary>
    public HttpClient Client(string? token = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        var client = new HttpClient(handler) { BaseAddress = new Uri(Address) };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>The operator, signed in.</summary>
    public Task<HttpClient> Operator() => operatorClient.Value;

    /// <summary>
    /// A new account, signed in. It has no password, because hashing one for each test would dominate the run time.
    /// Registering and signing in over HTTP have tests of their own.
    /// </summary>
    public async Task<TestHostOwner> Owner(int quota = Account.NewAccountQuota)
    {
        var now = Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var account = await Services.GetRequiredService<AccountStore>().Create(
            id => new Account(id, "球球君", $"owner-{id}", null, null, "", AccountRole.Member, AccountStatus.Active, quota, 0, now),
            CancellationToken.None);
        var signedIn = await Services.GetRequiredService<SignIn>().Open(
            account.Value, CreateSession.Lifetime, "test", CancellationToken.None);
        return new TestHostOwner(this, account.Value.Id, signedIn.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        Directory.Delete(host.DataFolder, recursive: true);
    }

    private async Task<HttpClient> SignInOperator()
    {
        using var client = Client();
        var reply = await client.PostAsJsonAsync("/api/v1/sessions", new { email = OperatorEmail, password = OperatorPassword });
        return Client((await reply.Json(System.Net.HttpStatusCode.OK)).GetProperty("token").GetString());
    }

    private async Task ReleaseSmallTemplate()
    {
        var client = await Operator();
        var reply = await client.PutAsJsonAsync($"/api/v1/templates/{SmallTemplate}", TestTemplates.Small(SmallTemplate));
        await reply.Json(System.Net.HttpStatusCode.Created);
    }

    // The shared host lives as long as the process, which gets no time to clear up after it.
    private static void DeleteOldFolders()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), FolderPrefix + "*"))
        {
            if (Directory.GetLastWriteTimeUtc(folder) < DateTime.UtcNow.AddHours(-2))
                Directory.Delete(folder, recursive: true);
        }
    }
}
