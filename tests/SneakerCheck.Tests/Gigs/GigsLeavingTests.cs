using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Gigs;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Tests.Gigs;

/// <summary>What becomes of gigs when their creator's account is deleted.</summary>
public sealed class GigsLeavingTests
{
    [Fact]
    public async Task An_account_is_kept_while_a_gig_holds_money_and_then_goes_with_all_its_gigs()
    {
        var host = await TestHost.Shared;
        var (creator, worker) = (await GigDesk.Rich(host, 20), await GigsClient.Create(host));
        var finished = (await creator.Publish(GigDesk.Gig(1, 5))).Number("task_id");
        var unpaid = (await creator.Publish(GigDesk.Gig(2, 0))).Number("task_id");
        await worker.Work(finished);
        await (await worker.Accept(unpaid)).Json(HttpStatusCode.Created);
        await (await Leave(host, creator)).Problem(409, "gigs_hold_money");
        await (await creator.Review(finished, worker.Id)).Json(HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.NoContent, (await Leave(host, creator)).StatusCode);

        var documents = host.Services.GetRequiredService<IDocuments>();
        var partition = new DocumentQuery { Partition = $"account-{creator.Id}" };
        await Hosting.Eventually.Holds(
            async () => await documents.Count(GigStore.Kind, partition) + await documents.Count(GigStore.Participants, partition) == 0,
            "its gigs are gone");
        await (await worker.Finish(unpaid, 1)).GigsError(404);
        Assert.Equal(5, await worker.Balance());
    }

    private static async Task<HttpResponseMessage> Leave(TestHost host, GigsClient user) =>
        await (await host.Operator()).SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/users/{user.Id}")
        {
            Content = JsonContent.Create(new { }),
        });
}
