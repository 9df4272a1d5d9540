using System.Text.Json;
using System.Text.Json.Nodes;
using SneakerCheck.Tests.Checks;
using SneakerCheck.Tests.Pictures;

namespace SneakerCheck.Tests.Security;

/// <summary>A call that a function with a JSON body takes. Every such function has one here.</summary>
/// <param name="Path">Where.</param>
/// <param name="Body">What it takes.</param>
/// <param name="Status">What that is answered with.</param>
/// <param name="ByOperator">Whether it takes it from operators only.</param>
internal sealed record JsonCall(string Path, JsonObject Body, int Status, bool ByOperator = false)
{
    private const string Me = "/api/v1/users/me";

    public static IEnumerable<HttpFunction> Functions => HttpFunction.All.Where(function => function.JsonBody is not null);

    public static JsonCall Of(string function, Subject subject)
    {
        var name = PictureClient.NewName();
        var finished = $"{Me}/tasks/{subject.Objects["task_id"]}";
        return function switch
        {
            "AddFile" => Call($"{Me}/tasks/{subject.OpenTask}/files", new { view = "appear", content_type = "image/jpeg", size = 1000 }, 201),
            "AddPicture" => Call("/api/picture", new { data = Convert.ToBase64String(PictureClient.NewImage()) }, 201),
            "ChangePassword" => Call($"{Me}/password", new { old_password = Subject.Password, new_password = Subject.Password }, 204),
            "ChangeTask" => Call($"{Me}/tasks/{subject.OpenTask}", new { comment = "another box" }, 200),
            "ChangeUser" => Call(Me, new { nick_name = "another name" }, 200),
            "CreateSession" => Call("/api/v1/sessions", new { username = subject.UserName, password = Subject.Password }, 200),
            "CreateTask" => Call($"{Me}/tasks", new { meta_tag = TestHost.SmallTemplate, shoe_model = TestHost.PlainModel, comment = "a box" }, 201),
            "CreateUser" => Call("/api/v1/users", new { nick_name = "x", username = name, password = Subject.Password }, 201),
            "LogIn" => Call("/api/user/login", new { username = subject.UserName, password = Subject.Password }, 200),
            "MarkNotification" => Call($"{Me}/notifications/{subject.Objects["nid"]}", new { read = true }, 200),
            "PublishPhotos" => Call($"{finished}/pictures", new { views = new[] { "appear" } }, 200),
            "PutShoeModel" => Call(
                $"/api/v1/shoe_models/{name}", new { id = name, brand = "x", title = new { zh = "x", en = "x" } }, 201, true),
            "RegisterDevice" => Call($"{Me}/devices/her_phone", new { platform = "fcm", token = "another" }, 200),
            "RegisterUser" => Call("/api/user/register", new { username = name, password = Subject.Password }, 200),
            "ReleaseTemplate" => Call($"/api/v1/templates/{name}", TestTemplates.Small(name), 201, true),
            "SetQuota" => Call($"/api/v1/users/{subject.Id}/quota", new { quota = 10 }, 200, true),
            "SetStatus" => Call($"/api/v1/users/{subject.Id}/status", new { status = "active" }, 200, true),
            _ => throw new ArgumentException($"{function} takes JSON and has no row: say what it takes.", nameof(function)),
        };
    }

    private static JsonCall Call(string path, object body, int status, bool byOperator = false) =>
        new(path, JsonSerializer.SerializeToNode(body)!.AsObject(), status, byOperator);
}

/// <summary>One account with everything, and an operator, for all tests of a class.</summary>
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

    /// <summary>Makes a call of a function, with this body, as whoever may.</summary>
    internal Task<HttpResponseMessage> Send(HttpFunction function, JsonCall call, string json) =>
        Subject.Call(function.Verb, call.Path, json, TokenFor(call));

    internal string TokenFor(JsonCall call) => call.ByOperator ? desk : Subject.Token;
}
