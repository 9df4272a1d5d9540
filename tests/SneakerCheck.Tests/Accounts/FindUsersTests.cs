using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Accounts;

/// <summary>Operators find accounts by e-mail, phone, user name and id.</summary>
public sealed class FindUsersTests
{
    [Fact]
    public async Task An_account_is_found_by_everything_it_signs_in_by_and_by_how_that_begins_and_by_id()
    {
        var host = await TestHost.Shared;
        var number = NewUser.Number();
        var id = await Register(host, new
        {
            nick_name = "x",
            email = $"Find{number}@Example.com",
            phone = $"+86 139-{number[..4]}-{number[4..8]}",
            username = $"finder{number}",
            password = NewUser.Password,
        });

        foreach (var query in new[]
        {
            $"find{number}@example.com", $"FIND{number}", $"+86139{number[..8]}", $"+86 139 {number[..7]}", $"Finder{number}",
            $"ｆｉｎｄｅｒ{number}", $"finder{number[..11]}", $"{id}",
        })
        {
            Assert.Equal(id, Assert.Single(await Find(host, query)).GetProperty("id").GetInt64());
        }
        Assert.Empty(await Find(host, $"inder{number}"));
        Assert.Equal($"Find{number}@Example.com", (await Find(host, $"{id}"))[0].Text("email"));
    }

    [Fact]
    public async Task A_list_comes_in_pages_in_order()
    {
        var host = await TestHost.Shared;
        var desk = await host.Operator();
        var prefix = $"page{NewUser.Number()}-";
        foreach (var letter in "dacbe")
            await Register(host, new { nick_name = "x", username = $"{prefix}{letter}", password = NewUser.Password });

        var found = new List<string>();
        string? next = $"/api/v1/users?query={prefix}&limit=2";
        while (next is not null)
        {
            var reply = await desk.GetAsync(next);
            var page = (await reply.Json(HttpStatusCode.OK)).EnumerateArray().Select(user => user.Text("username")).ToArray();
            Assert.InRange(page.Length, 1, 2);
            found.AddRange(page);
            next = reply.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        Assert.Equal("abcde".Select(letter => $"{prefix}{letter}"), found);
    }

    [Fact]
    public async Task An_identity_that_was_given_up_or_claimed_before_claims_held_their_text_is_found_as_it_should_be()
    {
        var host = await TestHost.Shared;
        var number = NewUser.Number();
        var id = await Register(host, new { nick_name = "x", username = $"older{number}", password = NewUser.Password });
        var database = host.Services.GetRequiredService<SqliteDatabase>();
        var changed = await database.Write(session => session.Execute(
            "UPDATE documents SET value = json_remove(value, '$.value') "
            + "WHERE kind = 'identity' AND json_extract(value, '$.value') = @value",
            ("@value", $"older{number}")));
        Assert.Equal(1, changed);

        Assert.Empty(await Find(host, $"older{number[..11]}"));
        Assert.Equal(id, Assert.Single(await Find(host, $"older{number}")).GetProperty("id").GetInt64());

        var owner = await host.Owner();
        var email = $"given-up-{number}@example.com";
        await (await owner.Http.PutAsJsonAsync("/api/v1/users/me", new { email })).Json(HttpStatusCode.OK);
        await (await owner.Http.PutAsJsonAsync("/api/v1/users/me", new { email = "" })).Json(HttpStatusCode.OK);
        Assert.Empty(await Find(host, email));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?query=")]
    [InlineData("?query=%20")]
    [InlineData("?query=a&limit=0")]
    [InlineData("?query=a&limit=201")]
    [InlineData("?query=a&continuation=nonsense")]
    public async Task A_query_that_cannot_be_one_is_refused(string query)
    {
        var desk = await (await TestHost.Shared).Operator();

        await (await desk.GetAsync($"/api/v1/users{query}")).Problem(400, "invalid_field");
    }

    private static async Task<long> Register(TestHost host, object user)
    {
        using var anybody = host.Client();
        return (await (await anybody.PostAsJsonAsync("/api/v1/users", user)).Json(HttpStatusCode.Created)).GetProperty("id").GetInt64();
    }

    private static async Task<JsonElement[]> Find(TestHost host, string query)
    {
        var reply = await (await host.Operator()).GetAsync($"/api/v1/users?query={Uri.EscapeDataString(query)}");
        return [.. (await reply.Json(HttpStatusCode.OK)).EnumerateArray()];
    }
}
