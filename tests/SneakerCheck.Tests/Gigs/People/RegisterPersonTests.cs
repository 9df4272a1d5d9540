using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;

namespace SneakerCheck.Tests.Gigs.People;

/// <summary>POST /users of seed 003.</summary>
public sealed class RegisterPersonTests
{
    [Fact]
    public async Task A_user_registers_and_is_signed_in_by_the_token_in_each_form()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();

        var reply = await anybody.PostAsJsonAsync(
            "/users", new { email = GigsClient.NewEmail(), phone_number = GigsClient.NewPhone(), password = "password" });

        var user = await reply.Json(HttpStatusCode.Created);
        Assert.Equal(["user_id", "access_token"], user.Names());
        Assert.Equal($"/users/{user.Number("user_id")}", $"{reply.Headers.Location}");
        foreach (var scheme in new[] { "JWT ", "Bearer ", "" })
        {
            using var http = host.Client();
            http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", scheme + user.Text("access_token"));
            var seen = await (await http.GetAsync("/api/v1/users/me")).Json(HttpStatusCode.OK);
            Assert.Equal(user.Number("user_id"), seen.Number("id"));
        }
    }

    [Fact]
    public async Task An_email_or_a_phone_number_that_an_account_has_is_409_whichever_contract_it_registered_through()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();
        var (email, phone) = (GigsClient.NewEmail(), GigsClient.NewPhone());
        await (await anybody.PostAsJsonAsync("/api/v1/users", new { nick_name = "x", email, phone, password = "password" }))
            .Json(HttpStatusCode.Created);

        foreach (var body in new object[]
        {
            new { email, password = "password" },
            new { email = email.ToUpperInvariant(), password = "password" },
            new { phone_number = phone, password = "password" },
            new { email = GigsClient.NewEmail(), phone_number = phone, password = "password" },
        })
        {
            await (await anybody.PostAsJsonAsync("/users", body)).GigsError(409);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"password":"password"}""")]
    [InlineData("""{"email":"","phone_number":"","password":"password"}""")]
    [InlineData("""{"email":"nobody","password":"password"}""")]
    [InlineData("""{"phone_number":"call me","password":"password"}""")]
    [InlineData("""{"email":"a@example.com"}""")]
    [InlineData("""{"email":"a@example.com","password":"short"}""")]
    [InlineData("""{"email":"a@example.com","password":12345678}""")]
    [InlineData("""{"email":["a@example.com"],"password":"password"}""")]
    [InlineData("""{"email":"a@example.com","password":"password","role":"operator"}""")]
    [InlineData("""{"Email":"a@example.com","password":"password"}""")]
    [InlineData("""{"email":"a@example.com","password":"password","password":"password"}""")]
    public async Task A_body_with_missing_unknown_or_ill_typed_keys_is_400_in_the_seeds_form(string json)
    {
        using var anybody = (await TestHost.Shared).Client();

        await (await anybody.PostAsync("/users", new StringContent(json, Encoding.UTF8, "application/json"))).GigsError(400);
    }

    [Fact]
    public async Task What_others_see_of_a_new_user_tells_neither_address_nor_number()
    {
        var host = await TestHost.Shared;
        var user = await GigsClient.Register(host, $"li.wei.{Guid.NewGuid():N}@example.com");

        var account = await host.Services.GetRequiredService<AccountStore>().Find(user.Id, CancellationToken.None);

        Assert.Matches("^user-[0-9]{6}$", account!.Value.NickName);
        Assert.Null(account.Value.UserName);
    }
}
