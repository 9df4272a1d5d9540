using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace SneakerCheck.Tests;

/// <summary>A test account and the requests that its phone makes.</summary>
public sealed class TestHostOwner(TestHost host, long id, string token)
{
    public long Id { get; } = id;

    public string Token { get; } = token;

    public HttpClient Http { get; } = host.Client(token);

    /// <summary>Where the account's tasks are.</summary>
    public static string Tasks => "/api/v1/users/me/tasks";

    /// <summary>Opens a task and returns its id.</summary>
    public async Task<string> CreateTask(string metaTag = TestHost.SmallTemplate, string shoeModel = TestHost.PlainModel)
    {
        var reply = await Http.PostAsJsonAsync(Tasks, new { meta_tag = metaTag, shoe_model = shoeModel });
        return (await reply.Json(HttpStatusCode.Created)).Text("id");
    }

    /// <summary>Opens a task and uploads one photo for each view.</summary>
    public async Task<string> CreateTask(string metaTag, string shoeModel, params (string View, byte[] Photo)[] photos)
    {
        var task = await CreateTask(metaTag, shoeModel);
        foreach (var (view, photo) in photos)
            await (await Send(task, view, photo)).Json(HttpStatusCode.Created);
        return task;
    }

    /// <summary>Sends a photo as the body of the request.</summary>
    public async Task<HttpResponseMessage> Send(string task, string view, byte[] photo)
    {
        using var content = new ByteArrayContent(photo);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        return await Http.PostAsync($"{Tasks}/{task}/files?view={view}", content);
    }

    /// <summary>Announces a photo and returns the reply with the link to upload it by.</summary>
    public async Task<JsonElement> Announce(string task, string view, long size, string? sha256 = null)
    {
        var reply = await Http.PostAsJsonAsync($"{Tasks}/{task}/files", new { view, content_type = "image/jpeg", size, sha256 });
        return await reply.Json(HttpStatusCode.Created);
    }

    /// <summary>Uploads by a link, with the headers that came with it.</summary>
    public static async Task<HttpResponseMessage> Upload(JsonElement upload, byte[] photo)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(upload.Text("method")), upload.Text("url"));
        request.Content = new ByteArrayContent(photo);
        foreach (var header in upload.GetProperty("headers").EnumerateObject())
        {
            if (!request.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString()))
                request.Content.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
        }
        return await client.SendAsync(request);
    }

    public Task<HttpResponseMessage> Submit(string task) => Http.PutAsync($"{Tasks}/{task}/run", null);

    public async Task<JsonElement> Get(string task) => await (await Http.GetAsync($"{Tasks}/{task}")).Json(HttpStatusCode.OK);

    /// <summary>Waits for the task to be finished, as a phone does.</summary>
    public async Task<JsonElement> Finished(string task)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Tasks}/{task}");
        request.Headers.Add("Prefer", "wait=30");
        var finished = await (await Http.SendAsync(request)).Json(HttpStatusCode.OK);
        Assert.Equal("finished", finished.Text("state"));
        return finished;
    }

    /// <summary>Submits a task and waits for its answer.</summary>
    public async Task<JsonElement> Run(string task)
    {
        await (await Submit(task)).Json(HttpStatusCode.OK);
        return await Finished(task);
    }

    public async Task<JsonElement> User() => await (await Http.GetAsync("/api/v1/users/me")).Json(HttpStatusCode.OK);

    public async Task<JsonElement[]> Notifications() =>
        [.. (await (await Http.GetAsync("/api/v1/users/me/notifications")).Json(HttpStatusCode.OK)).EnumerateArray()];
}
