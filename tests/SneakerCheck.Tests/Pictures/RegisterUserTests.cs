using System.Net.Http.Json;

namespace SneakerCheck.Tests.Pictures;

/// <summary>Seed 002: register, with its error codes.</summary>
public sealed class RegisterUserTests
{
    [Theory]
    [InlineData("", 2)]
    [InlineData("nonsense", 2)]
    [InlineData("[]", 2)]
    [InlineData("null", 2)]
    [InlineData("{}", 2)]
    [InlineData("""{"username":"Rory"}""", 2)]
    [InlineData("""{"password":"12345"}""", 2)]
    [InlineData("""{"username":1,"password":"12345"}""", 2)]
    [InlineData("""{"username":"Rory","password":null}""", 2)]
    [InlineData("""{"username":"Rory","password":["12345"]}""", 2)]
    [InlineData("""{"username":"Ro","password":"12345"}""", 12)]
    [InlineData("""{"username":"  Ro  ","password":"12345"}""", 12)]
    [InlineData("""{"username":"","password":"12345"}""", 12)]
    [InlineData("""{"username":"Ro\u0000ry","password":"12345"}""", 12)]
    [InlineData("""{"username":"12345678901234567890123456789012345678901234567890123456789012345","password":"12345"}""", 12)]
    [InlineData("""{"username":"no-such-user-1","password":"12"}""", 13)]
    [InlineData("""{"username":"no-such-user-1","password":""}""", 13)]
    [InlineData("""{"username":"no-such-user-1","password":"123\u00075"}""", 13)]
    [InlineData("""{"username":"no-such-user-1","password":"12345678901234567890123456789012345678901234567890123456789012345"}""", 13)]
    public async Task An_invalid_registration_is_refused_with_its_code(string body, int code)
    {
        using var http = (await TestHost.Shared).Client();

        await (await http.PostAsync("/api/user/register", PictureClient.Json(body))).Envelope(400, code);
    }

    [Fact]
    public async Task A_lone_surrogate_is_refused_in_a_name_and_in_a_password()
    {
        using var http = (await TestHost.Shared).Client();

        var body = PictureClient.Json("""{"username":"Ro\ud800ry","password":"12345"}""");

        await (await http.PostAsync("/api/user/register", body)).Envelope(400, 2);
    }

    [Fact]
    public async Task A_taken_name_is_refused_in_any_letter_case()
    {
        var host = await TestHost.Shared;
        var user = await PictureClient.Create(host);
        using var http = host.Client();

        foreach (var name in new[] { user.UserName, user.UserName.ToUpperInvariant(), $" {user.UserName} " })
            await (await http.PostAsJsonAsync("/api/user/register", new { username = name, password = "54321" })).Envelope(409, 3);
    }
}
