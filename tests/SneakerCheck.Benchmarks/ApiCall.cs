using System.Text;
using System.Text.Json;

namespace SneakerCheck.Benchmarks;

/// <summary>An owner whose checks are requested; each connection has one.</summary>
/// <param name="Email">The e-mail address to sign in with.</param>
/// <param name="Token">The token of an open session.</param>
/// <param name="Task">One of the listed checks.</param>
/// <param name="Empty">Checks without links.</param>
internal sealed record ApiOwner(string Email, string Token, string Task, string[] Empty)
{
    /// <summary>The password of every owner.</summary>
    public const string Password = "correct horse";

    /// <summary>Passes the owners on to the load.</summary>
    public static Task Write(string folder, IReadOnlyList<ApiOwner> owners) =>
        System.IO.File.WriteAllTextAsync(File(folder), JsonSerializer.Serialize(owners));

    /// <summary>The owners that the server created.</summary>
    public static async Task<IReadOnlyList<ApiOwner>> Read(string folder) =>
        JsonSerializer.Deserialize<ApiOwner[]>(await System.IO.File.ReadAllTextAsync(File(folder)))!;

    private static string File(string folder) => Path.Combine(folder, "owners.json");
}

/// <summary>One kind of request that is measured.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Title">Its name in the table.</param>
/// <param name="IsRead">Whether it changes nothing, so that both sides can be compared.</param>
/// <param name="Status">The expected status.</param>
/// <param name="Count">Requests per turn.</param>
/// <param name="WarmUp">Requests before the first turn.</param>
/// <param name="Next">The next request of a connection.</param>
internal sealed record ApiCall(string Name, string Title, bool IsRead, int Status, int Count, int WarmUp, Func<int, byte[]> Next)
{
    public const string Create = "create", Links = "links";

    /// <summary>Number of checks of an owner before the measurement, which the lists are taken from.</summary>
    public const int Checks = 100;

    /// <summary>Number of checks of an owner without links, for <see cref="Links"/>; each is used once.</summary>
    public const int EmptyChecks = 2500;

    /// <summary>The template of new checks, which has seven views.</summary>
    public const string MetaTag = "v0.1", ShoeModel = "adidas_superstar";

    private const string Tasks = "/api/v1/users/me/tasks";

    /// <summary>All kinds, in the order of measurement: reads before the requests that make the lists longer.</summary>
    public static IEnumerable<ApiCall> All(IReadOnlyList<ApiOwner> owners)
    {
        yield return Fixed("nothing", "nothing: Kestrel alone", false, 404, 20_000, _ => Request("GET", "/nothing", null));
        yield return Fixed("get", "read a check", true, 200, 20_000, owner => Request("GET", $"{Tasks}/{owner.Task}", owner.Token));
        yield return Fixed("list", "list 20 of 100 checks", true, 200, 8000, owner => Request("GET", $"{Tasks}?limit=20", owner.Token));
        var next = new int[owners.Count];
        yield return new ApiCall(Links, "all links of a check", false, 201, 2000, 6000, connection =>
        {
            var owner = owners[connection];
            var task = owner.Empty[next[connection]++ % owner.Empty.Length];
            return Request("POST", $"{Tasks}/{task}/files", owner.Token, ViewsBody);
        });
        yield return Fixed(
            Create, "open a check", false, 201, 6000, owner =>
                Request("POST", Tasks, owner.Token, $$"""{"meta_tag":"{{MetaTag}}","shoe_model":"{{ShoeModel}}"}"""));
        yield return Fixed(
            "sign-in", "sign in", false, 200, 64, owner =>
                Request("POST", "/api/v1/sessions", null, $$"""{"email":"{{owner.Email}}","password":"{{ApiOwner.Password}}"}"""));

        ApiCall Fixed(string name, string title, bool isRead, int status, int count, Func<ApiOwner, byte[]> request)
        {
            byte[][] requests = [.. owners.Select(request)];
            return new(name, title, isRead, status, count, count, connection => requests[connection]);
        }
    }

    private static string ViewsBody { get; } = "[" + string.Join(
        ',',
        ((string[])["appear", "tag", "stitch", "pad", "side_tag", "seal", "tongue"])
            .Select(view => $$"""{"view":"{{view}}","content_type":"image/jpeg","size":2400000}""")) + "]";

    private static byte[] Request(string method, string path, string? token, string? body = null)
    {
        var head = new StringBuilder($"{method} {path} HTTP/1.1\r\nHost: localhost\r\n");
        if (token is not null)
            head.Append($"Authorization: Bearer {token}\r\n");
        if (body is not null)
            head.Append($"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        return Encoding.UTF8.GetBytes($"{head}\r\n{body}");
    }
}
