using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using SneakerCheck.Checks;
using SneakerCheck.Tests.Imaging;

namespace SneakerCheck.Tests.Durability;

/// <summary>A submitted check, as the owner's phone knows it.</summary>
/// <param name="Id">The task.</param>
/// <param name="Photos">SHA-256 of each accepted photo, by view.</param>
internal sealed record SubmittedCheck(string Id, IReadOnlyDictionary<string, string> Photos);

/// <summary>
/// One owner's phone. It repeats every request until it gets a reply. If the reply to a new task was lost, it first looks whether the
/// task exists. A reply that no correct host gives fails the test.
/// </summary>
internal sealed class Phone(MortalHost host, CancellationToken deadline) : IDisposable
{
    /// <summary>The template of <see cref="ReleaseTemplate"/>.</summary>
    public const string MetaTag = "durability-1";

    private const string Model = "adidas_superstar";
    private static readonly TimeSpan PauseAfterLoss = TimeSpan.FromMilliseconds(20);
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromMinutes(1) };

    /// <summary>The number of lost replies.</summary>
    public int Lost { get; private set; }

    /// <summary>Registers an account and signs in.</summary>
    public async Task SignUp(string name)
    {
        await Send(HttpMethod.Post, "users", () => JsonContent.Create(new { nick_name = name, password = "phone's password" }));
        await SignIn(new { username = name, password = "phone's password" });
    }

    /// <summary>Signs in as operator and releases a template with two views that accept photos of any size.</summary>
    public async Task ReleaseTemplate()
    {
        await SignIn(new { email = MortalHost.OperatorEmail, password = MortalHost.OperatorPassword });
        var text = new { zh = "耐久", en = "Durability" };
        var views = from view in (string[])["appear", "tag"]
                    select new
                    {
                        id = view,
                        title = text,
                        hint = text,
                        required = true,
                        min_pixels = 100,
                        outline = view,
                        limits = new
                        {
                            sharpness_min = 0,
                            mean_luma_min = 0,
                            mean_luma_max = 255,
                            shadow_max = 1,
                            highlight_max = 1,
                            subject_fill_min = 0,
                        },
                    };
        await Send(
            HttpMethod.Put,
            $"templates/{MetaTag}",
            () => JsonContent.Create(new { meta_tag = MetaTag, version = 1, title = text, error_bound = 0.1, views }));
    }

    /// <summary>Opens a check, uploads its photos and submits it.</summary>
    /// <param name="comment">Distinguishes it from the phone's other checks.</param>
    /// <param name="seed">Determines the content of its photos.</param>
    /// <param name="answered">Called after the reply to each of five steps.</param>
    public async Task<SubmittedCheck> Check(string comment, int seed, Action? answered = null)
    {
        var id = await Create(comment);
        answered?.Invoke();
        var (appear, tag) = (Photo(2 * seed), Photo((2 * seed) + 1));
        await PutIntoStorage(id, "appear", appear);
        answered?.Invoke();
        await SendThroughHost(id, "tag", tag);
        answered?.Invoke();
        var waiting = await Send(HttpMethod.Put, $"users/me/tasks/{id}/run");
        Assert.Contains(waiting.GetProperty("state").GetString(), (string[])["waiting", "finished"]);
        answered?.Invoke();
        return new SubmittedCheck(id, new Dictionary<string, string> { ["appear"] = Hash(appear), ["tag"] = Hash(tag) });
    }

    /// <summary>Waits for the check's answer and returns its task.</summary>
    public async Task<JsonElement> Finished(string id)
    {
        while (true)
        {
            var task = await Send(HttpMethod.Get, $"users/me/tasks/{id}", wait: true);
            if (task.GetProperty("state").GetString() == "finished")
                return task;
        }
    }

    public Task<JsonElement> Account() => Send(HttpMethod.Get, "users/me");

    /// <summary>All tasks of the account, up to 200.</summary>
    public async Task<JsonElement[]> Tasks() => [.. (await Send(HttpMethod.Get, "users/me/tasks?limit=200")).EnumerateArray()];

    /// <summary>The task id of each inbox entry.</summary>
    public async Task<string[]> Inbox() =>
    [
        .. (await Send(HttpMethod.Get, "users/me/notifications?limit=200")).EnumerateArray()
            .Select(entry => entry.GetProperty("data").GetProperty("task_id").GetString()!),
    ];

    /// <summary>SHA-256 of a photo in storage; null if it is not there.</summary>
    public async Task<string?> StoredPhoto(string id, string view)
    {
        // The client follows the redirect to blob storage.
        using var response = await http.GetAsync($"{await host.Address}/api/v1/users/me/tasks/{id}/files/{view}", deadline);
        if (response.StatusCode == HttpStatusCode.NoContent)
            return null;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Hash(await response.Content.ReadAsByteArrayAsync(deadline));
    }

    public void Dispose() => http.Dispose();

    private async Task SignIn(object identity)
    {
        var session = await Send(HttpMethod.Post, "sessions", () => JsonContent.Create(identity));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session.GetProperty("token").GetString());
    }

    private async Task<string> Create(string comment)
    {
        while (true)
        {
            if (await TrySend(HttpMethod.Post, "users/me/tasks", Request) is { } created)
                return Id(created);
            // The only request that is not idempotent. A dead host commits nothing more, so the list is final.
            if ((await Tasks()).Where(task => task.GetProperty("comment").GetString() == comment).ToArray() is [var there])
                return Id(there);
        }

        HttpContent Request() => JsonContent.Create(new { meta_tag = MetaTag, shoe_model = Model, comment });
    }

    private async Task PutIntoStorage(string id, string view, byte[] jpeg)
    {
        var announced = await Send(
            HttpMethod.Post,
            $"users/me/tasks/{id}/files",
            () => JsonContent.Create(new { view, content_type = "image/jpeg", size = jpeg.Length, sha256 = Hash(jpeg) }));
        var upload = announced.GetProperty("upload");
        using var request = new HttpRequestMessage(HttpMethod.Put, upload.GetProperty("url").GetString()) { Content = Jpeg(jpeg) };
        request.Headers.Add("x-ms-blob-type", upload.GetProperty("headers").GetProperty("x-ms-blob-type").GetString());
        using var storage = new HttpClient();
        using var response = await storage.SendAsync(request, deadline);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private Task<JsonElement> SendThroughHost(string id, string view, byte[] jpeg) =>
        Send(HttpMethod.Post, $"users/me/tasks/{id}/files?view={view}", () => Jpeg(jpeg));

    private async Task<JsonElement> Send(HttpMethod method, string path, Func<HttpContent>? content = null, bool wait = false)
    {
        while (true)
        {
            if (await TrySend(method, path, content, wait) is { } answer)
                return answer;
        }
    }

    /// <summary>The reply; null if it was lost.</summary>
    private async Task<JsonElement?> TrySend(HttpMethod method, string path, Func<HttpContent>? content = null, bool wait = false)
    {
        var address = await host.Address.WaitAsync(deadline);
        using var request = new HttpRequestMessage(method, $"{address}/api/v1/{path}") { Content = content?.Invoke() };
        if (wait)
            request.Headers.Add("Prefer", "wait=10");
        try
        {
            using var response = await http.SendAsync(request, deadline);
            var text = await response.Content.ReadAsStringAsync(deadline);
            Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
            return JsonElement.Parse(text);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            Lost++;
            await Task.Delay(PauseAfterLoss, deadline);
            return null;
        }
    }

    private static string Id(JsonElement task) => task.GetProperty("id").GetString()!;

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Photo(int seed) => ShoePhoto.Shoe(seed, 96, 72).Encode();

    private static ByteArrayContent Jpeg(byte[] bytes) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(PhotoBlob.ContentType) } };
}
