using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SneakerCheck.Tests.Gigs.Money;

/// <summary>Members pay into their organization, and its owner and admins see what moved its balance.</summary>
public sealed class DepositMoneyTests
{
    [Fact]
    public async Task A_deposit_is_in_both_balances_and_lists_when_the_reply_comes()
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        var member = await organization.Join(host);
        await GrantMoneyTests.Grant(host, member.Id, 50);

        var paid = await (await Deposit(organization, member, 20)).Json(HttpStatusCode.Created);

        Assert.Equal((-20, "deposit", $"user:{member.Id}", $"organization:{organization.Id}"),
            (paid.Number("amount"), paid.Text("reason"), paid.Text("from"), paid.Text("to")));
        var own = await Ledger(member, member.Path);
        Assert.Equal(30, own.Number("balance"));
        Assert.Equal(paid.GetRawText(), own.List("entries").First().GetRawText());
        var theirs = await Ledger(organization.Owner, organization.Path);
        Assert.Equal(20, theirs.Number("balance"));
        var line = Assert.Single(theirs.List("entries"));
        Assert.Equal((20, paid.Text("id")), (line.Number("amount"), line.Text("id")));
    }

    [Fact]
    public async Task Who_has_not_enough_is_refused_and_pays_nothing()
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        await (await Deposit(organization, organization.Owner, 1)).GigsError(409);
        await GrantMoneyTests.Grant(host, organization.Owner.Id, 50);

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Deposit(organization, organization.Owner, 20)));

        Assert.Equal(2, replies.Count(reply => reply.StatusCode == HttpStatusCode.Created));
        foreach (var reply in replies.Where(reply => reply.StatusCode != HttpStatusCode.Created))
            Assert.Equal("not enough money", await reply.GigsError(409));
        Assert.Equal(10, (await Ledger(organization.Owner, organization.Owner.Path)).Number("balance"));
        Assert.Equal(40, (await Ledger(organization.Owner, organization.Path)).Number("balance"));
    }

    [Fact]
    public async Task Only_members_pay_in_and_only_as_long_as_they_are()
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        var (member, other) = (await organization.Join(host), await GigsClient.Create(host));
        await GrantMoneyTests.Grant(host, member.Id, 50);
        await GrantMoneyTests.Grant(host, other.Id, 50);
        await (await Deposit(organization, member, 20)).Json(HttpStatusCode.Created);

        await (await organization.Remove(member.Id)).Json(HttpStatusCode.OK);

        await (await Deposit(organization, member, 20)).GigsError(401);
        await (await Deposit(organization, other, 20)).GigsError(401);
        await (await other.Http.PostAsJsonAsync($"{other.Organizations}/4/deposits", new { amount = 1 })).GigsError(404);
        Assert.Equal(30, (await Ledger(member, member.Path)).Number("balance"));
        Assert.Equal(50, (await Ledger(other, other.Path)).Number("balance"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"amount":0}""")]
    [InlineData("""{"amount":-5}""")]
    [InlineData("""{"amount":1.5}""")]
    [InlineData("""{"amount":"7"}""")]
    [InlineData("""{"amount":1000000000001}""")]
    [InlineData("""{"amount":1,"note":"for paint"}""")]
    public async Task An_amount_is_a_whole_number_above_0_and_alone(string body)
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        await GrantMoneyTests.Grant(host, organization.Owner.Id, 5);

        await (await organization.Owner.Send("POST", $"{organization.Path}/deposits", body)).GigsError(400);

        Assert.Equal(5, (await Ledger(organization.Owner, organization.Owner.Path)).Number("balance"));
    }

    [Fact]
    public async Task A_repetition_with_its_key_moves_nothing_more()
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        var owner = organization.Owner;
        await GrantMoneyTests.Grant(host, owner.Id, 20);

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            async _ => await (await Deposit(organization, owner, 15, "monday")).Json(HttpStatusCode.Created)));

        Assert.Single(replies.Select(reply => reply.Text("id")).Distinct());
        Assert.Equal(5, (await Ledger(owner, owner.Path)).Number("balance"));
        await (await Deposit(organization, owner, 4, "monday")).GigsError(409);
        await (await Deposit(organization, owner, 4, "tuesday")).Json(HttpStatusCode.Created);
        Assert.Equal(19, (await Ledger(owner, organization.Path)).Number("balance"));
    }

    [Fact]
    public async Task What_is_paid_in_while_the_organization_is_deleted_reaches_its_owner_or_comes_back()
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        var owner = organization.Owner;
        var member = await organization.Join(host);
        await GrantMoneyTests.Grant(host, member.Id, 100);

        var deposits = Enumerable.Range(0, 10).Select(_ => Deposit(organization, member, 7)).ToArray();
        await (await owner.Http.DeleteAsync(organization.Path)).Json(HttpStatusCode.OK);
        var paid = 0;
        foreach (var reply in await Task.WhenAll(deposits))
        {
            if (reply.StatusCode == HttpStatusCode.Created)
                paid++;
            else if (reply.StatusCode != HttpStatusCode.Unauthorized)
                await reply.GigsError(404);
        }

        Assert.Equal(100 - (7 * paid), (await Ledger(member, member.Path)).Number("balance"));
        Assert.Equal(7 * paid, (await Ledger(owner, owner.Path)).Number("balance"));
    }

    [Fact]
    public async Task The_list_of_an_organization_is_for_owner_and_admins_and_paged_newest_first()
    {
        var host = await TestHost.Shared;
        var organization = await (await GigsClient.Create(host)).NewOrganization();
        var (owner, admin, member) = (organization.Owner, await organization.Join(host, "admin"), await organization.Join(host));
        await GrantMoneyTests.Grant(host, owner.Id, 50);
        foreach (var amount in new[] { 1, 2, 3, 4, 5 })
            await (await Deposit(organization, owner, amount)).Json(HttpStatusCode.Created);

        var (seen, after) = (new List<long>(), "");
        do
        {
            var page = await Ledger(admin, organization.PathOf(admin), $"?limit=2{after}");
            seen.AddRange(page.List("entries").Select(entry => entry.Number("amount")));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={Uri.EscapeDataString(next)}" : "";
        }
        while (after != "");

        Assert.Equal([5, 4, 3, 2, 1], seen);
        await (await owner.Http.GetAsync($"{organization.Path}/ledger?after=nonsense")).GigsError(400);
        foreach (var other in new[] { member, await GigsClient.Create(host) })
            await (await other.Http.GetAsync($"{organization.PathOf(other)}/ledger")).GigsError(401);
        await (await owner.Http.GetAsync($"{owner.Organizations}/4/ledger")).GigsError(404);
    }

    private static async Task<HttpResponseMessage> Deposit(
        GigsOrganization organization, GigsClient member, long amount, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{organization.PathOf(member)}/deposits")
        {
            Content = JsonContent.Create(new { amount }),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await member.Http.SendAsync(request);
    }

    private static async Task<JsonElement> Ledger(GigsClient user, string path, string query = "") =>
        await (await user.Http.GetAsync($"{path}/ledger{query}")).Json(HttpStatusCode.OK);
}
