using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SneakerCheck.Commands;

/// <summary>A refusal of the service: problem details with a code.</summary>
public sealed class ApiRefusal(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}

/// <summary>A client of <c>/api/v1</c>, for the program's own commands. It does what a phone or an operator's tool does.</summary>
public sealed class ApiClient : IDisposable
{
    private const int MostTries = 5;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly HttpClient http;

    // Links to storage are signed. The account's token must not be sent there, so this is a separate client.
    private readonly HttpClient storage = new() { Timeout = TimeSpan.FromMinutes(2) };

    public ApiClient(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new CommandException($"--url: '{address}' is not an address. Use one like http://localhost:7071.");
        http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromMinutes(2) };
    }

    public async Task SignIn(string identity, string password, CancellationToken cancellation)
    {
        var member = identity.Contains('@') ? "email" : "username";
        var session = await Post("/api/v1/sessions", new JsonObject { [member] = identity, ["password"] = password }, cancellation);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session["token"]!.ToString());
    }

    public Task<JsonNode> Get(string path, CancellationToken cancellation, int waitSeconds = 0) =>
        Send(HttpMethod.Get, path, null, cancellation, waitSeconds);

    public Task<JsonNode> Post(string path, JsonNode body, CancellationToken cancellation) =>
        Send(HttpMethod.Post, path, () => new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), cancellation);

    public Task<JsonNode> PostJpeg(string path, byte[] jpeg, CancellationToken cancellation) =>
        Send(HttpMethod.Post, path, () => Jpeg(new ByteArrayContent(jpeg)), cancellation);

    public Task<JsonNode> Put(string path, CancellationToken cancellation) => Send(HttpMethod.Put, path, null, cancellation);

    /// <summary>The text of a reply that is not JSON.</summary>
    public async Task<string> GetText(string path, CancellationToken cancellation)
    {
        using var response = await Reach(() => http.GetAsync(path, cancellation));
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(cancellation);
    }

    /// <summary>All items of a list, following its Link headers.</summary>
    public async Task<List<JsonNode>> GetAll(string path, CancellationToken cancellation)
    {
        List<JsonNode> items = [];
        for (string? page = path; page is not null;)
        {
            var next = page;
            using var response = await Reach(() => http.GetAsync(next, cancellation));
            items.AddRange((await Body(response, cancellation)).AsArray().Select(item => item!));
            page = response.Headers.TryGetValues("Link", out var links) ? links.First().Split('<', '>')[1] : null;
        }
        return items;
    }

    /// <summary>What a signed link leads to; null if there is nothing any more.</summary>
    public async Task<byte[]?> Download(string link, CancellationToken cancellation)
    {
        using var response = await Reach(() => storage.GetAsync(link, cancellation));
        return response.IsSuccessStatusCode ? await response.Content.ReadAsByteArrayAsync(cancellation) : null;
    }

    /// <summary>Requests a link and uploads the photo straight to blob storage.</summary>
    /// <param name="sent">Is told the number of bytes that were sent so far.</param>
    public async Task Upload(string path, string view, string file, Action<long> sent, CancellationToken cancellation)
    {
        var announced = await Post(
            path,
            new JsonObject { ["view"] = view, ["content_type"] = "image/jpeg", ["size"] = new FileInfo(file).Length },
            cancellation);
        var upload = announced["upload"]!;
        await using var content = File.OpenRead(file);
        using var request = new HttpRequestMessage(HttpMethod.Put, upload["url"]!.ToString())
        {
            Content = Jpeg(new ProgressContent(content, sent)),
        };
        request.Headers.Add("x-ms-blob-type", upload["headers"]!["x-ms-blob-type"]!.ToString());
        using var response = await Reach(() => storage.SendAsync(request, cancellation));
        if (!response.IsSuccessStatusCode)
            throw new CommandException(
                $"{file}: blob storage refused it with {(int)response.StatusCode} {response.ReasonPhrase}.");
    }

    public void Dispose()
    {
        http.Dispose();
        storage.Dispose();
    }

    // A busy service says how long to wait.
    private async Task<JsonNode> Send(
        HttpMethod method, string path, Func<HttpContent>? content, CancellationToken cancellation, int waitSeconds = 0)
    {
        for (var tries = 1; ; tries++)
        {
            using var request = new HttpRequestMessage(method, path) { Content = content?.Invoke() };
            if (waitSeconds > 0)
                request.Headers.Add("Prefer", $"wait={waitSeconds}");
            using var response = await Reach(() => http.SendAsync(request, cancellation));
            var isBusy = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
            if (!isBusy || response.Headers.RetryAfter?.Delta is not { } wait || wait > LongestWait || tries == MostTries)
                return await Body(response, cancellation);
            await Task.Delay(wait, cancellation);
        }
    }

    private async Task<HttpResponseMessage> Reach(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            return await send();
        }
        catch (HttpRequestException exception)
        {
            throw new CommandException(
                $"{http.BaseAddress} does not answer: {exception.Message.TrimEnd('.')}. Start the host (dotnet run --project functions), "
                + "or give its address with --url.",
                exception);
        }
    }

    private static async Task<JsonNode> Body(HttpResponseMessage response, CancellationToken cancellation)
    {
        JsonNode? body;
        try
        {
            body = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellation));
        }
        catch (JsonException exception)
        {
            throw new CommandException(
                $"{response.RequestMessage!.RequestUri} answered {(int)response.StatusCode} without JSON. Is it SneakerCheck?", exception);
        }
        return response.IsSuccessStatusCode ? body! : throw new ApiRefusal($"{body!["code"]}", Explain(body));
    }

    private static string Explain(JsonNode problem)
    {
        var text = new StringBuilder($"{problem["status"]} {problem["code"]}: {problem["detail"]}");
        foreach (var view in new[] { problem["missing"], problem["rejected"] }.OfType<JsonArray>().SelectMany(list => list))
            text.Append($"{Environment.NewLine}  {view!["view"]}: {view["reason"]}");
        return text.ToString();
    }

    private static HttpContent Jpeg(HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        return content;
    }

    private sealed class ProgressContent(Stream source, Action<long> progress) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            var buffer = new byte[64 * 1024];
            var sent = 0L;
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
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
