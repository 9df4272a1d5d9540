using System.Net;
using System.Net.Http.Json;
using System.Text;
using SneakerCheck.Tests.Pictures;

namespace SneakerCheck.Tests.Gigs.People;

/// <summary>POST /sessions and DELETE /users/{id}/session of seed 003.</summary>
public sealed class SignInPersonTests
{
    [Fact]
    public async Task An_account_of_any_contract_signs_in_through_each_by_each_identity()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();
        var (email, phone, name) = (GigsClient.NewEmail(), GigsClient.NewPhone(), PictureClient.NewName());
        const string Password = GigsClient.Password;
        // 003, 000 and 002.
        await (await anybody.PostAsJsonAsync("/users", new { email, password = Password })).Json(HttpStatusCode.Created);
        await (await anybody.PostAsJsonAsync("/api/v1/users", new { nick_name = "x", phone, password = Password }))
            .Json(HttpStatusCode.Created);
        await (await anybody.PostAsJsonAsync("/api/user/register", new { username = name, password = Password })).Envelope(200, 0);

        foreach (var body in new object[]
        {
            new { email, password = Password },
            new { email = $" {email.ToUpperInvariant()}", password = Password },
            new { phone_number = phone, password = Password },
            new { username = name, password = Password },
        })
        {
            var signedIn = await (await anybody.PostAsJsonAsync("/sessions", body)).Json(HttpStatusCode.OK);
            Assert.Equal(["access_token"], signedIn.Names());
            using var user = GigsClient.Client(host, signedIn.Text("access_token"));
            await (await user.GetAsync("/users/me")).Json(HttpStatusCode.OK);
        }
        foreach (var body in new object[]
        {
            new { email, password = Password }, new { phone, password = Password }, new { username = name, password = Password },
        })
        {
            await (await anybody.PostAsJsonAsync("/api/v1/sessions", body)).Json(HttpStatusCode.OK);
        }
        await (await anybody.PostAsJsonAsync("/api/user/login", new { username = email, password = Password })).Envelope(200, 0);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_account_get_the_same_404()
    {
        var host = await TestHost.Shared;
        var email = GigsClient.NewEmail();
        await GigsClient.Register(host, email);
        using var anybody = host.Client();

        var wrong = await anybody.PostAsJsonAsync("/sessions", new { email, password = "another" });
        var unknown = await anybody.PostAsJsonAsync("/sessions", new { email = GigsClient.NewEmail(), password = "another" });

        Assert.Equal("account not found/password incorrect", await wrong.GigsError(404));
        Assert.Equal("account not found/password incorrect", await unknown.GigsError(404));
    }

    [Fact]
    public async Task Guessing_ends_after_five_failures()
    {
        var host = await TestHost.Shared;
        var email = GigsClient.NewEmail();
        await GigsClient.Register(host, email);
        using var anybody = host.Client();

        for (var guess = 0; guess < 5; guess++)
            await (await anybody.PostAsJsonAsync("/sessions", new { email, password = $"guess {guess}" })).GigsError(404);

        await (await anybody.PostAsJsonAsync("/sessions", new { email, password = GigsClient.Password })).GigsError(429);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"password":"password"}""")]
    [InlineData("""{"email":"a@example.com"}""")]
    [InlineData("""{"email":"a@example.com","phone_number":"13123456789","password":"password"}""")]
    [InlineData("""{"email":"a@example.com","password":7}""")]
    [InlineData("""{"email":"a@example.com","password":"password","remember":true}""")]
    public async Task A_body_that_the_seed_does_not_have_is_400(string json)
    {
        using var anybody = (await TestHost.Shared).Client();

        await (await anybody.PostAsync("/sessions", new StringContent(json, Encoding.UTF8, "application/json"))).GigsError(400);
    }

    [Fact]
    public async Task Signing_out_ends_this_session_at_once_and_no_other()
    {
        var host = await TestHost.Shared;
        var email = GigsClient.NewEmail();
        var user = await GigsClient.Register(host, email);
        using var anybody = host.Client();
        var token = (await (await anybody.PostAsJsonAsync("/sessions", new { email, password = GigsClient.Password }))
            .Json(HttpStatusCode.OK)).Text("access_token");

        var reply = await user.Http.DeleteAsync($"{user.Path}/session");

        Assert.Equal((HttpStatusCode.OK, ""), (reply.StatusCode, await reply.Content.ReadAsStringAsync()));
        await (await user.Http.GetAsync(user.Path)).GigsError(401);
        await (await user.Http.DeleteAsync($"{user.Path}/session")).GigsError(401);
        using var other = GigsClient.Client(host, token);
        await (await other.GetAsync(user.Path)).Json(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_signs_out_another()
    {
        var host = await TestHost.Shared;
        var (user, other) = (await GigsClient.Create(host), await GigsClient.Create(host));

        await (await other.Http.DeleteAsync($"{user.Path}/session")).GigsError(401);

        await user.Get();
    }
}
