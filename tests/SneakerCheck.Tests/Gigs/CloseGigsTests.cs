using System.Net;

namespace SneakerCheck.Tests.Gigs;

/// <summary>What happens to a gig when its times pass.</summary>
public sealed class CloseGigsTests
{
    [Fact]
    public async Task After_its_time_a_gig_takes_nobody_and_after_its_deadline_it_pays_who_waits_and_returns_the_rest()
    {
        var time = new TestHostTime();
        await using var host = await TestHost.Start(time);
        var creator = await GigDesk.Rich(host, 100);
        var (done, waiting, working, late) = (
            await GigsClient.Create(host), await GigsClient.Create(host), await GigsClient.Create(host), await GigsClient.Create(host));
        var id = (await creator.Publish(GigDesk.Gig(5, 20, time))).Number("task_id");
        await done.Work(id);
        await (await creator.Review(id, done.Id)).Json(HttpStatusCode.OK);
        await waiting.Work(id);
        await (await working.Accept(id)).Json(HttpStatusCode.Created);

        time.Advance(TimeSpan.FromMinutes(61));
        await (await late.Accept(id)).GigsError(409);
        await (await working.Finish(id, 1)).Json(HttpStatusCode.OK);

        time.Advance(TimeSpan.FromMinutes(61));
        await (await working.Finish(id, 2)).GigsError(409);
        await Hosting.Eventually.Holds(async () => (await Own(creator)).Text("status") == "finished", "the gig is closed");

        var closed = await Own(creator);
        Assert.Equal(0, closed.Number("escrow"));
        Assert.Equal([done.Id, waiting.Id], closed.Ids("finished_participant_ids"));
        Assert.Equal([done.Id, waiting.Id, working.Id], closed.Ids("participant_ids"));
        Assert.Empty(closed.Ids("ongoing_participant_ids"));
        Assert.Equal(
            (60, 20, 20, 0), (await creator.Balance(), await done.Balance(), await waiting.Balance(), await working.Balance()));
        await (await creator.Review(id, working.Id)).GigsError(409);
        await (await creator.Http.DeleteAsync($"{creator.Tasks()}/{id}")).Json(HttpStatusCode.OK);
        Assert.Equal(60, await creator.Balance());
    }

    private static async Task<System.Text.Json.JsonElement> Own(GigsClient creator) =>
        (await (await creator.Http.GetAsync(creator.Tasks())).Json(HttpStatusCode.OK)).List("tasks").Single();
}
