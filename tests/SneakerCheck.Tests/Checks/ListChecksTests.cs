using System.Net;
using System.Net.Http.Json;

namespace SneakerCheck.Tests.Checks;

/// <summary>Operators list the checks of all accounts.</summary>
public sealed class ListChecksTests
{
    [Fact]
    public async Task An_operator_sees_the_checks_of_every_account_by_state_and_shoe_model()
    {
        var host = await TestHost.Shared;
        var desk = await host.Operator();
        await (await desk.PutAsJsonAsync(
            "/api/v1/shoe_models/listed_shoe", new { id = "listed_shoe", brand = "Test", title = new { zh = "鞋", en = "Shoe" } }))
            .Json(HttpStatusCode.Created);
        var (first, second) = (await host.Owner(), await host.Owner());
        var incomplete = await first.CreateTask(TestHost.SmallTemplate, "listed_shoe");
        var finished = await second.CreateTask(TestHost.SmallTemplate, "listed_shoe", ("appear", TestPhoto.Unique()));
        await second.Run(finished);

        Assert.Equal([finished, incomplete], await Ids("shoe_model=listed_shoe"));
        Assert.Equal([incomplete], await Ids("shoe_model=listed_shoe&state=incompelete"));
        Assert.Equal([finished], await Ids("shoe_model=listed_shoe&state=finished"));
        Assert.Equal([finished], await Ids("shoe_model=listed_shoe&limit=1"));
        Assert.Equal([finished], await Ids("shoe_model=listed_shoe&answer=not_sure"));
        Assert.Equal([finished], await Ids("shoe_model=listed_shoe&answer=not_sure&state=finished&review_hold=false"));
        Assert.Empty(await Ids("shoe_model=listed_shoe&answer=not_sure&state=incomplete"));
        Assert.Empty(await Ids("shoe_model=listed_shoe&answer=true"));
        Assert.Empty(await Ids("shoe_model=listed_shoe&answer=not_sure&review_hold=true"));
        Assert.Empty(await Ids("shoe_model=listed_shoe&answer=not_sure&audit=true"));
        await (await desk.GetAsync("/api/v1/checks?answer=genuine")).Problem(400, "invalid_field");
        await (await desk.GetAsync("/api/v1/checks?review_hold=perhaps")).Problem(400, "invalid_field");
        Assert.Empty(await Ids("shoe_model=%00%ff"));
        await (await desk.GetAsync("/api/v1/checks?limit=0")).Problem(400, "invalid_field");
        await (await desk.GetAsync("/api/v1/checks?continuation=x")).Problem(400, "invalid_field");
        await (await desk.GetAsync("/api/v1/exemplars?continuation=x")).Problem(400, "invalid_field");

        async Task<IEnumerable<string>> Ids(string query) =>
            (await (await desk.GetAsync($"/api/v1/checks?{query}")).Json(HttpStatusCode.OK)).EnumerateArray()
                .Select(task => task.Text("id"));
    }
}
