using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace SneakerCheck.Demo;

/// <summary>The demonstration cannot continue. The message gives the reason.</summary>
internal sealed class DemoException(string message) : Exception(message);

/// <summary>A client of <c>/api/v1</c> that does what a phone does.</summary>
internal sealed class DemoClient(string address) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(2) };

    public async Task SignIn(string identity, string password)
    {
        var session = await Post("/api/v1/sessions", new JsonObject { ["username"] = identity, ["password"] = password });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session["token"]!.ToString());
    }

    public Task<JsonNode> Post(string path, JsonNode body) => Send(HttpMethod.Post, path, Json(body));

    public Task<JsonNode> PostJpeg(string path, byte[] jpeg) => Send(HttpMethod.Post, path, Jpeg(new ByteArrayContent(jpeg)));

    public Task<JsonNode> Put(string path) => Send(HttpMethod.Put, path, null);

    public Task<JsonNode> Get(string path, int waitSeconds = 0) => Send(HttpMethod.Get, path, null, waitSeconds);

    /// <summary>All items of a list, following its Link headers.</summary>
    public async Task<List<JsonNode>> GetAll(string path)
    {
        List<JsonNode> items = [];
        for (string? page = path; page is not null;)
        {
            using var response = await http.GetAsync(page);
            response.EnsureSuccessStatusCode();
            items.AddRange(JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsArray().Select(item => item!));
            page = response.Headers.TryGetValues("Link", out var links) ? links.First().Split('<', '>')[1] : null;
        }
        return items;
    }

    /// <summary>Requests a link, uploads the photo straight to blob storage, and prints the progress.</summary>
    public async Task Upload(string path, string view, string file, TextWriter output)
    {
        var size = new FileInfo(file).Length;
        var announced = await Post(
            path, new JsonObject { ["view"] = view, ["content_type"] = "image/jpeg", ["size"] = size });
        var upload = announced["upload"]!;
        await using var content = File.OpenRead(file);
        using var request = new HttpRequestMessage(HttpMethod.Put, upload["url"]!.ToString())
        {
            Content = Jpeg(
                new ProgressContent(content, sent => output.Write($"\rupload     {view,-9} {sent / 1024,6} of {size / 1024} KB"))),
        };
        request.Headers.Add("x-ms-blob-type", upload["headers"]!["x-ms-blob-type"]!.ToString());
        // The link is signed. The account's token must not be sent to storage, so this is a separate client.
        using var storage = new HttpClient();
        using var response = await storage.SendAsync(request);
        output.WriteLine(response.IsSuccessStatusCode ? "  stored" : $"  refused: {(int)response.StatusCode}");
        if (!response.IsSuccessStatusCode)
            throw new DemoException($"Blob storage refused {view}: {await response.Content.ReadAsStringAsync()}");
    }

    public void Dispose() => http.Dispose();

    private async Task<JsonNode> Send(HttpMethod method, string path, HttpContent? content, int waitSeconds = 0)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (waitSeconds > 0)
            request.Headers.Add("Prefer", $"wait={waitSeconds}");
        using var response = await http.SendAsync(request);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return response.IsSuccessStatusCode ? body : throw new DemoException(Explain(body));
    }

    private static string Explain(JsonNode problem)
    {
        var text = new StringBuilder($"{problem["status"]} {problem["code"]}: {problem["detail"]}");
        foreach (var view in new[] { problem["missing"], problem["rejected"] }.OfType<JsonArray>().SelectMany(list => list))
            text.Append($"{Environment.NewLine}  {view!["view"]}: {view["reason"]}");
        return text.ToString();
    }

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private static HttpContent Jpeg(HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        return content;
    }

    private sealed class ProgressContent(Stream source, Action<long> progress) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            var buffer = new byte[64 * 1024];
            var sent = 0L;
            int read;
            while ((read = await source.ReadAsync(buffer)) > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read));
                progress(sent += read);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = source.Length;
            return true;
        }
    }
}
