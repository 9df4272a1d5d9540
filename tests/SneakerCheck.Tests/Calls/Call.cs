using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SneakerCheck.Accounts;
using SneakerCheck.Tests.Accounts;
using SneakerCheck.Tests.Checks;
using SneakerCheck.Tests.Notifications;
using SneakerCheck.Tests.Pictures;
using SneakerCheck.Tests.Platform;

namespace SneakerCheck.Tests.Calls;

/// <summary>
/// How a function is called, and what the tests over every function cannot read from its attributes. Each function has one row in
/// its area's table; from it come the authorization matrix, object authorization, bounds, mass assignment and reply headers.
/// </summary>
/// <param name="Function">The function.</param>
/// <param name="Status">What the call is answered with when it comes from somebody who may make it.</param>
internal sealed record Call(string Function, int Status)
{
    /// <summary>The JSON that the function takes, given the subject and the route's values.</summary>
    public Func<Subject, IReadOnlyDictionary<string, string>, object>? Body { get; init; }

    /// <summary>Whether a photo is the body.</summary>
    public bool SendsPhoto { get; init; }

    /// <summary>The query.</summary>
    public Func<string> Query { get; init; } = () => "";

    /// <summary>
    /// Route values in place of the subject's own: for a call that uses up what it names, or that names what is not the subject's.
    /// </summary>
    public Func<Subject, Task<Dictionary<string, string>>>? Fresh { get; init; }

    /// <summary>Whether the call ends the caller's session.</summary>
    public bool EndsSession { get; init; }

    /// <summary>Whether everybody who may call may see what the path names.</summary>
    public bool NamesWhatIsPublic { get; init; }

    /// <summary>Whether only its owner and operators may do this to what the path names, though everybody may call.</summary>
    public bool IsForItsOwner { get; init; }

    /// <summary>Whether the path names things of the caller's own, so that the same name of another account is another thing.</summary>
    public bool NamesOwn { get; init; }

    /// <summary>For a list without pages: what bounds it.</summary>
    public string? Bound { get; init; }

    /// <summary>Who may keep a reply that succeeds.</summary>
    public Caching Caching { get; init; }

    /// <summary>The rows of all areas, by function.</summary>
    public static IReadOnlyDictionary<string, Call> Table { get; } =
        ((Call[])[.. AccountCalls.Table, .. CheckCalls.Table, .. NotificationCalls.Table, .. PictureCalls.Table, .. ServiceCalls.Table])
        .ToDictionary(call => call.Function);

    /// <summary>The call of a function, made ready for a subject.</summary>
    public static async Task<PreparedCall> Prepare(string function, Subject subject)
    {
        if (!Table.TryGetValue(function, out var call))
            throw new ArgumentException($"{function} has no row: say in its area's table of calls how it is called.", nameof(function));
        var values = new Dictionary<string, string>(subject.Objects);
        foreach (var (name, value) in call.Fresh is null ? [] : await call.Fresh(subject))
            values[name] = value;
        return new PreparedCall(HttpFunction.Named(function), call, values, call.JsonBody(subject, values));
    }

    /// <summary>The JSON that the function takes; null where it takes none.</summary>
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

/// <summary>Who may keep a reply.</summary>
internal enum Caching
{
    /// <summary>Nobody.</summary>
    Never,

    /// <summary>The caller's own cache, which must ask whether it still holds.</summary>
    Private,

    /// <summary>Every cache.</summary>
    Public,
}

/// <summary>A call that can be made.</summary>
internal sealed record PreparedCall(HttpFunction Function, Call Call, IReadOnlyDictionary<string, string> Values, JsonObject? Body)
{
    public string Path => Function.Path(Values) + Call.Query();

    /// <summary>The request, with its own body or another.</summary>
    public HttpRequestMessage Request(string? json = null) =>
        new(new HttpMethod(Function.Verb), Path) { Content = Call.Content(json ?? Body?.ToJsonString()) };
}

/// <summary>One account with everything, another, and an operator, for all tests of a class.</summary>
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

    /// <summary>Makes a call as somebody who may make it, with its own body or another.</summary>
    internal async Task<HttpResponseMessage> Send(PreparedCall call, string? json = null)
    {
        using var client = Subject.Host.Client(TokenFor(call.Function));
        return await client.SendAsync(call.Request(json));
    }

    /// <summary>The token of somebody who may call a function.</summary>
    internal string TokenFor(HttpFunction function) => function.Who == Access.Operator ? desk : Subject.Token;
}
