using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.OpenApi;

/// <summary>The product in the Local host, with a signed-in account.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private LocalHost? host;

    /// <summary>A client without a token.</summary>
    public HttpClient Anonymous { get; private set; } = new();

    /// <summary>A client of an account without any data.</summary>
    public HttpClient Member { get; private set; } = new();

    public async Task InitializeAsync()
    {
        host = await new TestHostBuilder(folder.Path).Start();
        Anonymous = Client();
        Member = Client();
        var person = new { username = "describer", nick_name = "describer", password = "correct horse" };
        (await Member.PostAsJsonAsync("/api/v1/users", person)).EnsureSuccessStatusCode();
        var session = await (await Member.PostAsJsonAsync("/api/v1/sessions", person)).Content.ReadFromJsonAsync<JsonNode>();
        Member.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)session!["token"]);
    }

    public async Task DisposeAsync()
    {
        Anonymous.Dispose();
        Member.Dispose();
        await host!.DisposeAsync();
        folder.Dispose();
    }

    private HttpClient Client() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(host!.Address) };
}
