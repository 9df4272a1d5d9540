using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SneakerCheck.Accounts;
using SneakerCheck.Tests.Accounts;
using SneakerCheck.Tests.Checks;
using SneakerCheck.Tests.Gigs;
using SneakerCheck.Tests.Notifications;
using SneakerCheck.Tests.Pictures;
using SneakerCheck.Tests.Platform;

namespace SneakerCheck.Tests.Calls;

/// <summary>
/// How to call a function, and what its attributes do not say. Each function has one row in its area's table. The tests of
/// authorization, bounds, mass assignment and reply headers run over all rows.
/// </summary>
/// <param name="Function">The function.</param>
/// <param name="Status">The status for a caller with access.</param>
internal sealed record Call(string Function, int Status)
{
    /// <summary>Makes the JSON body from the subject and the route values.</summary>
    public Func<Subject, IReadOnlyDictionary<string, string>, object>? Body { get; init; }

    /// <summary>Whether the body is a photo.</summary>
    public bool SendsPhoto { get; init; }

    public Func<string> Query { get; init; } = () => "";

    /// <summary>
    /// Route values that replace the subject's own, for a call that deletes its object or uses an object of somebody else.
    /// </summary>
    public Func<Subject, Task<Dictionary<string, string>>>? Fresh { get; init; }

    /// <summary>Whether the call ends the caller's session.</summary>
    public bool EndsSession { get; init; }

    /// <summary>Whether the call ends an account. The operator makes it for an account of its own.</summary>
    public bool EndsAccount { get; init; }

    /// <summary>Whether every caller with access may see the object in the path.</summary>
    public bool NamesWhatIsPublic { get; init; }

    /// <summary>Whether any account may call, but only the owner of the object and operators succeed.</summary>
    public bool IsForItsOwner { get; init; }

    /// <summary>Whether ids in the path are per account, so that the same id of another account is another object.</summary>
    public bool NamesOwn { get; init; }

    /// <summary>For a list without pages: its limit.</summary>
    public string? Bound { get; init; }

    /// <summary>Who may cache a successful reply.</summary>
    public Caching Caching { get; init; }

    /// <summary>The rows of all areas, by function.</summary>
    public static IReadOnlyDictionary<string, Call> Table { get; } =
        ((Call[])
        [
            .. AccountCalls.Table, .. CheckCalls.Table, .. GigsCalls.Table, .. NotificationCalls.Table, .. PictureCalls.Table,
            .. ServiceCalls.Table,
        ])
        .ToDictionary(call => call.Function);

    /// <summary>Prepares the call of a function for a subject.</summary>
    public static async Task<PreparedCall> Prepare(string function, Subject subject)
    {
        if (!Table.TryGetValue(function, out var call))
            throw new ArgumentException($"{function} has no row: say in its area's table of calls how it is called.", nameof(function));
        var values = new Dictionary<string, string>(subject.Objects);
        foreach (var (name, value) in call.Fresh is null ? [] : await call.Fresh(subject))
            values[name] = value;
        return new PreparedCall(HttpFunction.Named(function), call, values, call.JsonBody(subject, values));
    }

    /// <summary>The JSON body; null if there is none.</summary>
    public JsonObject? JsonBody(Subject subject, IReadOnlyDictionary<string, string> values) =>
        Body is null ? null : JsonSerializer.SerializeToNode(Body(subject, values))!.AsObject();

    /// <summary>The body of the request, given its JSON.</summary>
    public HttpContent? Content(string? json)
    {
        if (!SendsPhoto)
            return json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        var photo = new ByteArrayContent(TestPhoto.Unique());
        photo.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        return photo;
    }
}

/// <summary>Who may cache a reply.</summary>
internal enum Caching
{
    /// <summary>Nobody.</summary>
    Never,

    /// <summary>The caller's own cache, which must revalidate.</summary>
    Private,

    /// <summary>Every cache.</summary>
    Public,
}

/// <summary>A prepared call.</summary>
internal sealed record PreparedCall(HttpFunction Function, Call Call, IReadOnlyDictionary<string, string> Values, JsonObject? Body)
{
    public string Path => Function.Path(Values) + Call.Query();

    /// <summary>The request, with its own body or another.</summary>
    public HttpRequestMessage Request(string? json = null) =>
        new(new HttpMethod(Function.Verb), Path) { Content = Call.Content(json ?? Body?.ToJsonString()) };
}

/// <summary>One account with an object of each kind, another account and an operator, shared by the tests of a class.</summary>
public sealed class SubjectFixture : IAsyncLifetime
{
    private string desk = "";

    internal Subject Subject { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Subject = await Subject.Create();
        desk = await Subject.Desk();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Makes a call as a caller with access, with its own body or another.</summary>
    internal async Task<HttpResponseMessage> Send(PreparedCall call, string? json = null)
    {
        using var client = Subject.Host.Client(TokenFor(call.Function));
        return await client.SendAsync(call.Request(json));
    }

    /// <summary>The token of a caller with access to a function.</summary>
    internal string TokenFor(HttpFunction function) =>
        function.Who is Access.Operator or Access.Admin || Call.Table[function.Name].EndsAccount ? desk : Subject.Token;
}
