using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Platform.Tokens;
using SneakerCheck.Tests.Pictures;

namespace SneakerCheck.Tests.Accounts;

/// <summary>Who may call what. Every HTTP function has a row here; one without fails.</summary>
public sealed class AuthorizationMatrixTests
{
    private const string OfOwner = "/api/v1/users/{owner}";
    private const string NoTask = OfOwner + "/tasks/00000000000000000000000000000000";

    /// <summary>By function: whom it lets in, a request, and what that is answered where it is let in.</summary>
    private static readonly Dictionary<string, (Access Access, string Verb, string Path, object? Body, int Allowed)> Rows = new()
    {
        ["AddExemplar"] = (Access.Operator, "POST", "/api/v1/exemplars", new { }, 415),
        ["AddFile"] = (Access.Owner, "POST", NoTask + "/files", new { view = "tag", content_type = "image/jpeg", size = 1 }, 404),
        ["AddPicture"] = (Access.SignedIn, "POST", "/api/picture", new { data = "" }, 400),
        ["ChangePassword"] = (Access.Owner, "PUT", OfOwner + "/password", new { }, 400),
        ["ChangeTask"] = (Access.Owner, "PUT", NoTask, new { }, 404),
        ["ChangeUser"] = (Access.Owner, "PUT", OfOwner, new { }, 200),
        ["CreateSession"] = (Access.Everybody, "POST", "/api/v1/sessions", new { }, 400),
        ["CreateTask"] = (Access.Owner, "POST", OfOwner + "/tasks", new { meta_tag = "v0.1", shoe_model = "nike_dunk_low" }, 201),
        ["CreateUser"] = (Access.Everybody, "POST", "/api/v1/users", new { }, 400),
        ["DeleteExemplar"] = (Access.Operator, "DELETE", "/api/v1/exemplars/00000000000000000000000000000000", null, 404),
        ["DeletePicture"] = (Access.OwnerOrOperator, "DELETE", "/api/picture/{picture}", null, 200),
        ["DeleteTask"] = (Access.Owner, "DELETE", NoTask, null, 404),
        ["EndSession"] = (Access.SignedIn, "DELETE", "/api/v1/sessions/current", null, 204),
        ["EndSessionById"] = (Access.Owner, "DELETE", OfOwner + "/sessions/00000000000000000000000000000000", null, 404),
        ["GetApiDocument"] = (Access.Everybody, "GET", "/openapi/v1.json", null, 200),
        ["GetDocsFile"] = (Access.Everybody, "GET", "/docs/docs.js", null, 200),
        ["GetDocsPage"] = (Access.Everybody, "GET", "/docs", null, 200),
        ["GetFile"] = (Access.Owner, "GET", NoTask + "/files/tag", null, 404),
        ["GetHealth"] = (Access.Everybody, "GET", "/health", null, 200),
        ["GetOutline"] = (Access.Everybody, "GET", "/api/v1/outlines/tag.svg", null, 200),
        ["GetPicture"] = (Access.SignedIn, "GET", "/api/picture/{picture}", null, 200),
        ["GetTask"] = (Access.Owner, "GET", NoTask, null, 404),
        ["GetTemplate"] = (Access.Everybody, "GET", "/api/v1/templates/v0.1", null, 200),
        ["GetUser"] = (Access.Owner, "GET", OfOwner, null, 200),
        ["ListChecks"] = (Access.Operator, "GET", "/api/v1/checks", null, 200),
        ["ListDevices"] = (Access.Owner, "GET", OfOwner + "/devices", null, 200),
        ["ListExemplars"] = (Access.Operator, "GET", "/api/v1/exemplars", null, 200),
        ["ListNotifications"] = (Access.Owner, "GET", OfOwner + "/notifications", null, 200),
        ["ListPictures"] = (Access.SignedIn, "GET", "/api/picture?limit=1&fields=url", null, 200),
        ["ListSessions"] = (Access.Owner, "GET", OfOwner + "/sessions", null, 200),
        ["ListShoeModels"] = (Access.Everybody, "GET", "/api/v1/shoe_models", null, 200),
        ["ListTasks"] = (Access.Owner, "GET", OfOwner + "/tasks", null, 200),
        ["ListTemplates"] = (Access.Everybody, "GET", "/api/v1/templates", null, 200),
        ["LogIn"] = (Access.Everybody, "POST", "/api/user/login", new { }, 400),
        ["MarkNotification"] =
            (Access.Owner, "PUT", OfOwner + "/notifications/00000000000000000000000000000000", new { read = true }, 404),
        ["PublishPhotos"] = (Access.Owner, "POST", NoTask + "/pictures", new { }, 404),
        ["PutShoeModel"] = (Access.Operator, "PUT", "/api/v1/shoe_models/matrix", new { }, 400),
        ["RegisterDevice"] = (Access.Owner, "PUT", OfOwner + "/devices/phone", new { }, 400),
        ["RegisterUser"] = (Access.Everybody, "POST", "/api/user/register", new { }, 400),
        ["ReleaseTemplate"] = (Access.Operator, "PUT", "/api/v1/templates/matrix", new { }, 400),
        ["RemoveDevice"] = (Access.Owner, "DELETE", OfOwner + "/devices/phone", null, 404),
        ["RerunCheck"] = (Access.Operator, "POST", "/api/v1/checks/00000000000000000000000000000000/rerun", null, 404),
        ["SetQuota"] = (Access.Operator, "PUT", OfOwner + "/quota", new { quota = 10 }, 200),
        ["SetStatus"] = (Access.Operator, "PUT", OfOwner + "/status", new { status = "active" }, 200),
        ["SubmitTask"] = (Access.Owner, "PUT", NoTask + "/run", null, 404),
    };

    /// <summary>Whom a function lets in.</summary>
    private enum Access
    {
        Everybody,
        SignedIn,
        Owner,
        OwnerOrOperator,
        Operator,
    }

    public static TheoryData<string> Functions() =>
        [.. HttpFunctions().Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task A_function_lets_in_whom_it_should_and_nobody_else(string function)
    {
        Assert.True(Rows.ContainsKey(function), $"{function} has no row: say whom it lets in.");
        var (access, verb, path, body, allowed) = Rows[function];
        var host = await TestHost.Shared;
        var (owner, other) = (await host.Owner(), await host.Owner());
        var desk = await OperatorOfThisTest(host);
        var expired = host.Services.GetRequiredService<SessionTokens>().Issue(
            new TokenClaims(owner.Id, SessionOf(host, owner.Token)), DateTimeOffset.UtcNow.AddSeconds(-1));

        Assert.Equal(access == Access.Everybody ? allowed : OfSeed002(path) ? 403 : 401, await Call(null));
        Assert.Equal(access == Access.Everybody ? allowed : 401, await Call("garbage"));
        Assert.Equal(access == Access.Everybody ? allowed : 401, await Call(expired));
        Assert.Equal(access is Access.Everybody or Access.SignedIn ? allowed : 403, await Call(other.Token));
        Assert.Equal(access is Access.Operator ? 403 : allowed, await Call(owner.Token));
        Assert.Equal(access is Access.Owner ? 403 : allowed, await Call(desk));

        async Task<int> Call(string? token)
        {
            using var client = host.Client();
            var where = path.Replace("{owner}", $"{owner.Id}");
            if (where.Contains("{picture}"))
                where = where.Replace("{picture}", $"{await new PictureClient(owner.Http, "", owner.Token).Post(PictureClient.NewImage())}");
            using var request = new HttpRequestMessage(new HttpMethod(verb), where);
            if (body is not null)
                request.Content = JsonContent.Create(body);
            if (token is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var reply = await client.SendAsync(request);
            if ((int)reply.StatusCode >= 400 && OfSeed002(path))
                Assert.Equal(["message", "code", "data"], (await reply.Json(reply.StatusCode)).Names());
            else if ((int)reply.StatusCode >= 400)
                await reply.Problem((int)reply.StatusCode);
            return (int)reply.StatusCode;
        }
    }

    // Its refusals have another envelope, and no token is 403 there.
    private static bool OfSeed002(string path) =>
        path.StartsWith("/api/picture", StringComparison.Ordinal) || path.StartsWith("/api/user/", StringComparison.Ordinal);

    [Fact]
    public void Every_row_is_of_a_function_and_calls_that_function()
    {
        var functions = HttpFunctions().ToDictionary(function => function.Name, function => (FunctionTrigger.Http)function.Trigger);

        Assert.All(Rows, row =>
        {
            var trigger = functions[row.Key];
            Assert.Equal(row.Value.Verb, Assert.Single(trigger.Verbs));
            var (wanted, path) = (trigger.Route.Split('/'), row.Value.Path.TrimStart('/').Split('?')[0].Split('/'));
            Assert.Equal(wanted.Length, path.Length);
            Assert.All(wanted.Zip(path), part => Assert.True(part.First.StartsWith('{') || part.First == part.Second, row.Key));
        });
    }

    private static IEnumerable<FunctionDefinition> HttpFunctions() =>
        FunctionIndex.Of(typeof(SneakerCheckModule).Assembly, HostSettings.Read()).Functions
            .Where(function => function.Trigger is FunctionTrigger.Http);

    // A session of its own, because one of the functions ends it.
    private static async Task<string> OperatorOfThisTest(TestHost host)
    {
        var account = await host.Services.GetRequiredService<AccountStore>().FindByIdentity(TestHost.OperatorEmail, CancellationToken.None);
        var signedIn = await host.Services.GetRequiredService<SignIn>().Open(
            account!.Value, TimeSpan.FromMinutes(5), "test", CancellationToken.None);
        return signedIn.Token;
    }

    private static string SessionOf(TestHost host, string token) =>
        host.Services.GetRequiredService<SessionTokens>().Verify(token).Claims!.SessionId;
}
