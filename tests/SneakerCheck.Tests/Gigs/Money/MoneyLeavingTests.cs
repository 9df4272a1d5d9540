using System.Net;
using System.Net.Http.Json;
using SneakerCheck.Commands;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Hosting.Local;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Gigs.Money;

/// <summary>The money of an account that is deleted, through HTTP.</summary>
public sealed class MoneyLeavingTests
{
    [Fact]
    public async Task What_a_deleted_account_had_goes_to_the_platform()
    {
        await using var host = await TestHost.Start();
        var (leaving, staying) = (await GigsClient.Create(host), await GigsClient.Create(host));
        await GrantMoneyTests.Grant(host, leaving.Id, 70);
        await GrantMoneyTests.Grant(host, staying.Id, 5);
        Assert.Equal(-75, Kept(Prove(host), LedgerAccount.Platform));

        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/users/{leaving.Id}")
        {
            Content = JsonContent.Create(new { }),
        };
        Assert.Equal(HttpStatusCode.NoContent, (await (await host.Operator()).SendAsync(request)).StatusCode);

        await Eventually.Holds(() => Kept(Prove(host), LedgerAccount.Platform) == -5, "the money is the platform's");
        var proven = Prove(host);
        Assert.True(proven.IsProven);
        Assert.Equal((0, 5), (Kept(proven, LedgerAccount.User(leaving.Id)), Kept(proven, LedgerAccount.User(staying.Id))));
        Assert.Equal(3, proven.Entries);
    }

    private static ProvenLedger Prove(TestHost host) =>
        LedgerFile.Prove(Path.Combine(host.DataFolder, DataFolder.DatabaseName), TimeProvider.System);

    private static long Kept(ProvenLedger proven, LedgerAccount account) =>
        proven.Accounts.Single(found => found.Account == account).Kept;
}
