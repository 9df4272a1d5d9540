using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace SneakerCheck.Benchmarks;

/// <summary>A client that uses only what seed 002 shows; the same for both sides.</summary>
internal sealed class PicturesClient : IDisposable
{
    private const string Password = "correct horse";
    private readonly HttpClient http;

    private PicturesClient(string address) => http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = new Uri(address),
        Timeout = TimeSpan.FromMinutes(5),
    };

    /// <summary>Registers all users if necessary and signs in as the one who posts.</summary>
    public static async Task<PicturesClient> SignIn(string address, CancellationToken cancellation)
    {
        var client = new PicturesClient(address);
        foreach (var name in (string[])[PicturesPlan.One, PicturesPlan.Other, PicturesPlan.Poster])
            (await client.SendCredentials("register", name, cancellation)).Dispose();
        using var answer = (await client.SendCredentials("login", PicturesPlan.Poster, cancellation)).EnsureSuccessStatusCode();
        using var signedIn = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation));
        var token = signedIn.RootElement.GetProperty("data").GetProperty("token").GetString();
        client.http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", token);
        return client;
    }

    public async Task Post(byte[] body, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await http.PostAsync("api/picture", content, cancellation);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync(cancellation);
    }

    /// <summary>Reads a page to its last byte and discards it.</summary>
    public async Task Take(string query, CancellationToken cancellation)
    {
        using var answer = await http.GetAsync($"api/picture?{query}", HttpCompletionOption.ResponseHeadersRead, cancellation);
        answer.EnsureSuccessStatusCode();
        await answer.Content.CopyToAsync(Stream.Null, cancellation);
    }

    /// <summary>The base64 texts of a page.</summary>
    public async Task<string[]> Texts(string query, CancellationToken cancellation)
    {
        using var page = JsonDocument.Parse(await http.GetByteArrayAsync($"api/picture?{query}", cancellation));
        return
        [
            .. page.RootElement.GetProperty("data").GetProperty("pictures").EnumerateArray()
                .Select(picture => picture.GetProperty("data").GetString()!),
        ];
    }

    public void Dispose() => http.Dispose();

    // The user may be registered already.
    private Task<HttpResponseMessage> SendCredentials(string path, string name, CancellationToken cancellation) =>
        http.PostAsJsonAsync($"api/user/{path}", new { username = name, password = Password }, cancellation);
}
