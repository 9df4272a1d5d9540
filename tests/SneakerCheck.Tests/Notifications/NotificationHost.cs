using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Notifications;
using SneakerCheck.Platform.Messages;

namespace SneakerCheck.Tests.Notifications;

/// <summary>Somebody with an account, signed in.</summary>
internal sealed record Owner(long Id, HttpClient Http);

/// <summary>The product in the Local host, for tests over HTTP. Nothing here needs photos, so no blob storage is started.</summary>
public sealed class NotificationHost : IAsyncLifetime
{
    /// <summary>The registration of a webhook where nothing listens.</summary>
    internal static readonly object Webhook = new { platform = "webhook", url = "http://127.0.0.1:9/hook" };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sneakercheck-");
    private LocalHost? host;

    public async Task InitializeAsync() => host = await new TestHostBuilder(folder.FullName)
    {
        Settings =
        {
            ["Blobs:ConnectionString"] = "UseDevelopmentStorage=true",
            ["Push:AllowPrivateAddresses"] = "true",
            // Longer than any test waits: whoever waits for a silent receiver fails.
            ["Push:Timeout"] = "00:01:00",
        },
    }.Start();

    public async Task DisposeAsync()
    {
        await host!.DisposeAsync();
        folder.Delete(recursive: true);
    }

    internal async Task<Owner> SignUp()
    {
        var name = Guid.NewGuid().ToString("N");
        var http = Client();
        var user = await Json(await http.PostAsJsonAsync("users", new { nick_name = name, password = "correct horse" }));
        var session = await Json(await http.PostAsJsonAsync("sessions", new { username = name, password = "correct horse" }));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session.GetProperty("token").GetString());
        return new Owner(user.GetProperty("id").GetInt64(), http);
    }

    internal HttpClient Client() => new() { BaseAddress = new Uri($"{host!.Address}/api/v1/") };

    internal T Service<T>()
        where T : notnull => host!.Services.GetRequiredService<T>();

    internal Task Publish(Message message) => Service<IMessageSender>().Send(message);

    internal Task Publish(Notice notice, string key) => Publish(notice.Message() with { Key = key });

    /// <summary>Publishes a finished check and waits for its inbox entry.</summary>
    internal async Task<JsonElement> Finish(Owner owner, string run)
    {
        run = $"{owner.Id}-{run}";
        await Publish(NotificationArea.Result(owner.Id, run), run);
        return await Until(async () =>
            (await Inbox(owner)).Where(entry => entry.GetProperty("data").GetProperty("run_id").GetString() == run).ToArray() is [var found]
                ? found
                : (JsonElement?)null);
    }

    internal static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");

    internal static async Task<JsonElement[]> Inbox(Owner owner, string query = "") =>
        [.. (await Json(await owner.Http.GetAsync($"users/me/notifications{query}"))).EnumerateArray()];

    internal static async Task<JsonElement> Json(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    internal static async Task<T> Until<T>(Func<Task<T?>> find)
        where T : struct
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (await find() is { } found)
                return found;
            await Task.Delay(20, deadline.Token);
        }
    }
}
