using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SneakerCheck.Tests.Imaging.Metadata;

namespace SneakerCheck.Tests.Pictures;

/// <summary>A user of seed 002, registered and logged in through the seed's own calls, with a bare token.</summary>
internal sealed class PictureClient(HttpClient http, string userName, string token)
{
    public const string Password = "12345";

    /// <summary>The smallest PNG: one pixel.</summary>
    public static readonly byte[] Pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/eKq4IAAAAABJRU5ErkJggg==");

    private static readonly Lazy<Task<PictureClient>> OfSharedHost = new(async () => await Create(await TestHost.Shared));

    /// <summary>One user of the shared host, for tests whose requests change nothing or do not depend on what else the user has.</summary>
    public static Task<PictureClient> Shared => OfSharedHost.Value;

    public HttpClient Http { get; } = http;

    public string UserName { get; } = userName;

    public string Token { get; } = token;

    /// <summary>A unique user name.</summary>
    public static string NewName() => $"rory-{Guid.NewGuid():N}"[..20];

    /// <summary>A unique PNG without metadata; its chunks are in order, but its pixels cannot be decoded.</summary>
    public static byte[] NewImage(int more = 16) =>
    [
        .. Pixel[..HeaderLength],
        .. TestPng.Chunk("IDAT", [.. Guid.NewGuid().ToByteArray(), .. new byte[more]]),
        .. Pixel[^TestPng.EndLength..],
    ];

    /// <summary>Bytes of a PNG's signature and header.</summary>
    public const int HeaderLength = 33;

    public static async Task<PictureClient> Create(TestHost host)
    {
        var (http, name) = (host.Client(), NewName());
        await (await http.PostAsJsonAsync("/api/user/register", new { username = name, password = Password })).Envelope(200, 0);
        return await LogIn(http, name);
    }

    public static async Task<PictureClient> LogIn(HttpClient http, string name)
    {
        var data = await (await http.PostAsJsonAsync("/api/user/login", new { username = name, password = Password })).Envelope(200, 0);
        var token = data.Text("token");
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", token);
        return new PictureClient(http, name, token);
    }

    /// <summary>A request body.</summary>
    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    /// <summary>Posts a picture and returns its id.</summary>
    public async Task<long> Post(byte[] image)
    {
        var reply = await Http.PostAsJsonAsync("/api/picture", new { data = Convert.ToBase64String(image) });
        return (await reply.Envelope(201, 0)).GetProperty("id").GetInt64();
    }

    /// <summary>A page of pictures.</summary>
    public async Task<JsonElement> List(string query) => await (await Http.GetAsync($"/api/picture?{query}")).Envelope(200, 0);

    /// <summary>The ids of the user's own pictures, newest first.</summary>
    public async Task<long[]> Own() =>
        (await List($"username={UserName}&limit=100&fields=url")).Ids();

    public async Task<JsonElement> Get(long id, string query = "") =>
        await (await Http.GetAsync($"/api/picture/{id}?{query}")).Envelope(200, 0);

    public async Task Delete(long id) => await (await Http.DeleteAsync($"/api/picture/{id}")).Envelope(200, 0);
}

/// <summary>Assertions on replies of seed 002.</summary>
internal static class PictureReplies
{
    /// <summary>The ids of a page of pictures, in its order.</summary>
    public static long[] Ids(this JsonElement page) =>
        [.. page.List("pictures").Select(picture => picture.GetProperty("id").GetInt64())];

    /// <summary>Asserts status, code and envelope of a reply and returns its data.</summary>
    public static async Task<JsonElement> Envelope(this HttpResponseMessage reply, int status, int code)
    {
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True((int)reply.StatusCode == status,
            $"{reply.RequestMessage} → {(int)reply.StatusCode} {text[..Math.Min(text.Length, 500)]}");
        var envelope = await reply.Json((HttpStatusCode)status);
        Assert.Equal(["message", "code", "data"], envelope.Names());
        Assert.Equal(code, envelope.GetProperty("code").GetInt32());
        var data = envelope.GetProperty("data");
        Assert.Equal(JsonValueKind.Object, data.ValueKind);
        if (code == 0)
        {
            Assert.Equal("", envelope.Text("message"));
        }
        else
        {
            Assert.NotEqual("", envelope.Text("message"));
            Assert.Empty(data.Names());
        }
        return data;
    }
}
