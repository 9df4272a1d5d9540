using System.Net;
using System.Text.Json;
using SneakerCheck.Tests.Checks;

namespace SneakerCheck.Tests.Gigs;

/// <summary>
/// The seed's own examples of users and organizations, one after the other: every member that it shows is in the reply, with a value of the
/// same type.
/// </summary>
public sealed class SeedPeopleTests
{
    [Fact]
    public async Task The_seeds_own_calls_get_the_replies_that_it_shows()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();
        var (email, phone) = (GigsClient.NewEmail(), GigsClient.NewPhone());
        var nobody = new GigsClient(anybody, 0, "");

        // 用户创建
        var registered = await Reply(
            nobody, "POST", "/users", $$"""{ "email": "{{email}}", "phone_number": "{{phone}}", "password": "password" }""", 201,
            """{ "user_id":123456, "access_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9" }""");
        await Error(
            nobody, "POST", "/users", $$"""{ "email": "{{email}}", "password": "password" }""", 409);

        // 用户登陆
        await Reply(
            nobody, "POST", "/sessions", $$"""{ "phone_number": "{{phone}}", "password": "password" }""", 200,
            """{ "access_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9" }""");
        var signedIn = await Reply(
            nobody, "POST", "/sessions", $$"""{ "email": "{{email}}", "password": "password" }""", 200,
            """{ "access_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9" }""");
        await Error(
            nobody, "POST", "/sessions", $$"""{ "email": "{{email}}", "password": "passwort" }""", 404,
            "account not found/password incorrect");
        var token = signedIn.Text("access_token");
        var user = new GigsClient(GigsClient.Client(host, token), registered.Number("user_id"), token);

        // 用户信息
        const string Person =
            """
            {
                "email": "", "phone_number": "", "profile_photo_path": "", "student_id": "", "name": "", "age": 0, "sex": "",
                "grade": "", "school": "", "bio": "", "balance": 0, "avg_comment": 0
            }
            """;
        await Reply(user, "GET", user.Path, null, 200, Person);
        await Error(nobody, "GET", user.Path, null, 401, "Unauthorized");
        await Error(user, "GET", "/users/9007199254740993", null, 404, "user Not Found");

        // 用户信息修改
        foreach (var (part, body) in new[]
        {
            ("personality", """{"nickname":"nickname","bio":"bio"}"""),
            ("school", """{"school":"school","grade":"grade","student_number":"sid"}"""),
            ("personal_info", """{"name":"name","age":0,"sex":"sex"}"""),
        })
        {
            Assert.Equal(body, (await Reply(user, "PUT", $"{user.Path}/{part}", body, 200, body)).GetRawText());
            await Error(nobody, "PUT", $"{user.Path}/{part}", body, 401, "Unauthorized");
        }
        await (await user.PostPhoto($"{user.Path}/profile_photo", TestPhoto.Unique())).Json(HttpStatusCode.OK);
        Assert.Equal(
            "Unsupported Media Type",
            await (await user.PostPhoto($"{user.Path}/profile_photo", TestPhoto.Unique(), "image/png")).GigsError(415));
        var own = await Reply(user, "GET", user.Path, null, 200, Person);
        Assert.Equal(
            (email, phone, "sid", "name", "sex", "grade", "school", "bio"),
            (own.Text("email"), own.Text("phone_number"), own.Text("student_id"), own.Text("name"), own.Text("sex"), own.Text("grade"),
                own.Text("school"), own.Text("bio")));

        // 组织创建
        var name = GigsClient.NewName();
        var created = await Reply(
            user, "POST", $"{user.Path}/organization", $$"""{ "name": "{{name}}", "bio": "bio" }""", 201,
            """{ "organization_id":"123456" }""");
        await Error(
            user, "POST", $"{user.Path}/organization", $$"""{ "name": "{{name}}", "bio": "bio" }""", 409,
            "create conflicted, duplicate organization name");
        var organization = $"{user.Path}/organization/{created.Text("organization_id")}";

        // 组织信息
        const string Organization =
            """{ "name": "", "bio": "", "avg_comment": 0, "members":[ { "user_id": 123, "status": "status" } ] }""";
        await Reply(user, "GET", organization, null, 200, Organization);
        await Reply(user, "GET", $"{organization}/balance", null, 200, """{ "balance": 0 }""");
        await Error(user, "GET", $"{user.Path}/organization/9007199254740993", null, 404, "organization Not Found");

        // 组织信息修改
        const string Text = """{ "name": "", "bio": "" }""";
        await Reply(user, "PUT", organization, $$"""{ "name": "{{name}}", "bio": "bio" }""", 200, Text);
        await (await user.PostPhoto($"{organization}/profile_photo", TestPhoto.Unique())).Json(HttpStatusCode.OK);

        // 组织成员
        var (member, byPhone) = (await GigsClient.Create(host), GigsClient.NewPhone());
        var address = await member.GainEmail(host);
        await Reply(
            nobody, "POST", "/users", $$"""{ "phone_number": "{{byPhone}}", "password": "password" }""", 201, """{ "user_id": 1 }""");
        await Reply(
            user, "POST", $"{organization}/members", $$"""{ "email": "{{address}}", "status": "member" }""", 201, Organization);
        await Reply(
            user, "POST", $"{organization}/members", $$"""{ "phone_number": "{{byPhone}}", "status": "member" }""", 201, Organization);
        await Error(
            user, "POST", $"{organization}/members", """{ "email": "email@mail.invalid", "status": "member" }""", 404,
            "user/organization Not Found");
        await Reply(user, "PUT", $"{organization}/members/{member.Id}", """{ "status": "member" }""", 200, Organization);
        await Error(
            member, "PUT", $"{member.Path}/organization/{created.Text("organization_id")}/members/{user.Id}", """{ "status": "member" }""",
            401, "insufficient permission");
        await Error(
            user, "PUT", $"{organization}/members/9007199254740993", """{ "status": "member" }""", 404, "user/organization Not Found");
        await Reply(user, "DELETE", $"{organization}/members/{member.Id}", null, 200, Organization);
        await Error(user, "DELETE", $"{organization}/members/{member.Id}", null, 404, "user/organization Not Found");

        // 用户参加的组织
        await Reply(
            user, "GET", $"{user.Path}/organization", null, 200,
            """{ "organizations": [ { "organization_id": 123, "name": "", "status": "" } ] }""");

        // 组织删除
        await Reply(user, "DELETE", organization, null, 200, Text);
        await Error(user, "DELETE", organization, null, 404, "organization Not Found");

        // 约定, 用户登陆注销
        await Error(user, "PATCH", user.Path, "{}", 405);
        await Error(user, "PUT", $"{user.Path}/school", """{ "School": "school" }""", 400);
        Assert.Equal(HttpStatusCode.OK, (await user.Send("DELETE", $"{user.Path}/session")).StatusCode);
        await Error(user, "DELETE", $"{user.Path}/session", null, 401);
    }

    private static async Task<JsonElement> Reply(
        GigsClient caller, string verb, string path, string? body, int status, string shown)
    {
        var reply = await (await caller.Send(verb, path, body)).Json((HttpStatusCode)status);
        RequireShape(JsonElement.Parse(shown), reply, $"{verb} {path}");
        return reply;
    }

    private static async Task Error(GigsClient caller, string verb, string path, string? body, int status, string? message = null)
    {
        var said = await (await caller.Send(verb, path, body)).GigsError(status);
        Assert.Equal(message ?? said, said);
    }

    private static void RequireShape(JsonElement shown, JsonElement reply, string where)
    {
        Assert.True(shown.ValueKind == reply.ValueKind, $"{where}: {reply}");
        if (shown.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in shown.EnumerateObject())
            {
                Assert.True(reply.TryGetProperty(member.Name, out var value), $"{where}: {member.Name}");
                RequireShape(member.Value, value, $"{where}: {member.Name}");
            }
        }
        if (shown.ValueKind == JsonValueKind.Array)
        {
            Assert.NotEqual(0, reply.GetArrayLength());
            foreach (var item in reply.EnumerateArray())
                RequireShape(shown[0], item, where);
        }
    }
}
