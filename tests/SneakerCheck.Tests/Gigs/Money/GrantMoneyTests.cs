using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SneakerCheck.Tests.Gigs.Money;

/// <summary>Grants, and the list of what moved a balance.</summary>
public sealed class GrantMoneyTests
{
    [Fact]
    public async Task A_grant_is_in_the_balance_and_in_the_list_when_the_reply_comes()
    {
        var host = await TestHost.Shared;
        var user = await GigsClient.Create(host);

        var granted = await Grant(host, user.Id, 70);

        Assert.Equal((70, "grant", "platform", $"user:{user.Id}"),
            (granted.Number("amount"), granted.Text("reason"), granted.Text("from"), granted.Text("to")));
        var ledger = await Ledger(user);
        Assert.Equal(70, ledger.Number("balance"));
        Assert.Equal(granted.GetRawText(), ledger.List("entries").Single().GetRawText());
    }

    [Fact]
    public async Task A_repetition_with_its_key_moves_nothing_more()
    {
        var host = await TestHost.Shared;
        var user = await GigsClient.Create(host);

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Grant(host, user.Id, 5, "monday")));

        Assert.Single(replies.Select(reply => reply.Text("id")).Distinct());
        Assert.Equal(5, (await Ledger(user)).Number("balance"));
        var other = await Send(host, user.Id, new { amount = 6 }, "monday");
        await other.Problem(409, "idempotency_key_reused");
        await Grant(host, user.Id, 6, "tuesday");
        Assert.Equal(11, (await Ledger(user)).Number("balance"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"amount":0}""")]
    [InlineData("""{"amount":-5}""")]
    [InlineData("""{"amount":1.5}""")]
    [InlineData("""{"amount":"7"}""")]
    [InlineData("""{"amount":1000000000001}""")]
    public async Task An_amount_is_a_whole_number_above_0(string body)
    {
        var host = await TestHost.Shared;
        var user = await GigsClient.Create(host);

        var reply = await Send(host, user.Id, JsonDocument.Parse(body).RootElement);

        await reply.Problem(400, "invalid_field");
        Assert.Equal(0, (await Ledger(user)).Number("balance"));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("nobody")]
    public async Task Nobody_else_can_be_granted_anything(string id)
    {
        var reply = await (await (await TestHost.Shared).Operator()).PostAsJsonAsync($"/api/v1/users/{id}/grants", new { amount = 1 });

        await reply.Problem(404, "not_found");
    }

    [Fact]
    public async Task The_list_is_paged_newest_first()
    {
        var host = await TestHost.Shared;
        var user = await GigsClient.Create(host);
        foreach (var amount in new[] { 1, 2, 3, 4, 5 })
            await Grant(host, user.Id, amount);

        var (seen, after) = (new List<long>(), "");
        do
        {
            var page = await Ledger(user, $"?limit=2{after}");
            seen.AddRange(page.List("entries").Select(entry => entry.Number("amount")));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={Uri.EscapeDataString(next)}" : "";
        }
        while (after != "");

        Assert.Equal([5, 4, 3, 2, 1], seen);
        await (await user.Http.GetAsync($"/users/{user.Id}/ledger?after=nonsense")).GigsError(400);
        await (await user.Http.GetAsync($"/users/{user.Id}/ledger?limit=101")).GigsError(400);
    }

    internal static async Task<JsonElement> Grant(TestHost host, long userId, long amount, string? key = null) =>
        await (await Send(host, userId, new { amount }, key)).Json(HttpStatusCode.Created);

    private static async Task<HttpResponseMessage> Send(TestHost host, long userId, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/users/{userId}/grants")
        {
            Content = JsonContent.Create(body),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await (await host.Operator()).SendAsync(request);
    }

    private static async Task<JsonElement> Ledger(GigsClient user, string query = "") =>
        await (await user.Http.GetAsync($"/users/{user.Id}/ledger{query}")).Json(HttpStatusCode.OK);
}
