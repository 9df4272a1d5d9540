using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SneakerCheck.Tests.Gigs;

/// <summary>The search through the calls of seed 003.</summary>
public sealed class SearchGigsTests
{
    private static readonly string[] Members =
    [
        "task_id", "creator_user_id", "creator_user_email", "creator_user_phone_number", "status", "title", "description", "tags",
        "current_participant_number", "participant_number_limit", "reward_for_one_participant", "post_time", "receive_end_time",
        "finish_deadline_time", "user_limit", "steps",
    ];

    // Other tests publish on the same host.
    private readonly string tag = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task A_gig_is_found_by_each_filter_and_shown_as_the_seed_shows_it()
    {
        var host = await TestHost.Shared;
        var email = GigsClient.NewEmail();
        var (creator, searcher) = (await GigsClient.Register(host, email), await GigsClient.Create(host));
        var sent = Gig(gig => gig["title"] = "一起看鞋 Dunk");
        var id = (await creator.Publish(sent)).Number("task_id");
        await (await searcher.Accept(id)).Json(HttpStatusCode.Created);

        var filters = new JsonObject
        {
            ["creator_user_email"] = email.ToUpperInvariant(),
            ["status"] = "ongoing",
            ["title"] = "看鞋 dUNK",
            ["tags"] = new JsonArray(tag, "tag2"),
            ["reward_for_one_participant_upper"] = 0,
            ["reward_for_one_participant_lower"] = 0,
            ["receive_end_time"] = (string)sent["receive_end_time"]!,
            ["finish_deadline_time"] = (string)sent["finish_deadline_time"]!,
            ["steps_number_upper"] = 2,
            ["steps_number_lower"] = 2,
        };
        foreach (var (name, value) in filters)
        {
            var filter = new JsonObject { ["tags"] = new JsonArray(tag), [name] = value!.DeepClone() };
            Assert.Equal((long[])[id], await Search(searcher, filter));
        }
        var found = Assert.Single((await Page(searcher, filters)).List("tasks"));
        Assert.Equal(Members, found.Names());
        Assert.Equal((id, creator.Id), (found.Number("task_id"), found.Number("creator_user_id")));
        Assert.Equal(1, found.Number("current_participant_number"));
        Assert.Equal((email, ""), (found.Text("creator_user_email"), found.Text("creator_user_phone_number")));
        foreach (var member in new[] { "title", "description", "tags", "participant_number_limit", "user_limit", "steps" })
            Assert.True(JsonNode.DeepEquals(sent[member], JsonNode.Parse(found.GetProperty(member).GetRawText())), member);

        var others = new JsonObject
        {
            ["creator_user_email"] = GigsClient.NewEmail(),
            ["creator_user_phone_number"] = email,
            ["creator_organization_name"] = tag,
            ["status"] = "finished",
            ["title"] = "鞋看",
            ["tags"] = new JsonArray(tag, "tag"),
            ["reward_for_one_participant_lower"] = 1,
            ["receive_end_time"] = "2020-01-01T00:00:00Z",
            ["finish_deadline_time"] = "2020-01-01T00:00:00Z",
            ["steps_number_upper"] = 1,
            ["steps_number_lower"] = 3,
        };
        foreach (var (name, value) in others)
            Assert.Empty(await Search(searcher, new JsonObject { ["tags"] = new JsonArray(tag), [name] = value!.DeepClone() }));
        await (await creator.Withdraw(id)).GigsError(409);
    }

    [Fact]
    public async Task The_seeds_first_example_finds_the_gigs_of_an_organization_that_admit_the_caller()
    {
        var host = await TestHost.Shared;
        var (owner, searcher) = (await GigsClient.Create(host), await GigsClient.Create(host));
        var name = $"Org {tag}";
        var created = await owner.Http.PostAsJsonAsync($"/users/{owner.Id}/organization", new { name, bio = "" });
        var organization = long.Parse((await created.Json(HttpStatusCode.Created)).Text("organization_id"));
        var tasks = $"/users/{owner.Id}/organization/{organization}/tasks";
        var open = (await (await owner.Http.PostAsJsonAsync(tasks, Gig())).Json(HttpStatusCode.Created)).Number("task_id");
        var limited = Gig(gig => gig["user_limit"] = new JsonObject { ["sexes"] = new JsonArray("female") });
        var girls = (await (await owner.Http.PostAsJsonAsync(tasks, limited)).Json(HttpStatusCode.Created)).Number("task_id");

        var filter = new JsonObject { ["creator_organization_name"] = name.ToUpperInvariant() };
        var found = Assert.Single((await Page(searcher, filter)).List("tasks"));
        Assert.Equal((open, name), (found.Number("task_id"), found.Text("creator_organization_name")));
        await searcher.Http.PutAsJsonAsync($"/users/{searcher.Id}/personal_info", new { name = "", age = 20, sex = "female" });
        Assert.Equal((long[])[girls, open], await Search(searcher, filter));
    }

    [Fact]
    public async Task The_seeds_second_and_third_example()
    {
        var host = await TestHost.Shared;
        var (creator, searcher) = (await GigsClient.Create(host), await GigsClient.Create(host));
        var girls = (await creator.Publish(Gig(gig =>
            gig["user_limit"] = new JsonObject { ["sexes"] = new JsonArray("female", "other") }))).Number("task_id");
        var steps = (await creator.Publish(Gig(gig => gig["steps"] = new JsonArray(
            [.. Enumerable.Range(0, 4).Select(step => new JsonObject { ["title"] = $"{step}" })])))).Number("task_id");
        var short3 = (await creator.Publish(Gig())).Number("task_id");

        var mine = new JsonArray(tag);
        var female = JsonNode.Parse("""{"user_limit": {"sexes": ["female"]}}""")!.AsObject();
        Assert.Equal((long[])[girls], await Search(searcher, female, mine));
        Assert.Equal((long[])[short3], await Search(searcher, JsonNode.Parse("""{"steps_number_upper": 3}""")!.AsObject(), mine));
        Assert.Equal((long[])[steps], await Search(searcher, JsonNode.Parse("""{"steps_number_lower": 4}""")!.AsObject(), mine));
        // Empty lists and ages of 0 ask for nothing, but replace the caller's profile.
        var anybody = JsonNode.Parse("""{"user_limit": {"age_upper": 0, "age_lower": 0, "grades": [], "sexes": [], "schools": []}}""")!;
        Assert.Equal((long[])[short3, steps, girls], await Search(searcher, anybody.AsObject(), mine));
    }

    [Fact]
    public async Task A_pending_gig_is_never_found_and_one_published_again_is()
    {
        var host = await TestHost.Shared;
        var (creator, searcher) = (await GigsClient.Create(host), await GigsClient.Create(host));
        var id = (await creator.Publish(Gig())).Number("task_id");
        await (await creator.Withdraw(id)).Json(HttpStatusCode.OK);

        var filter = new JsonObject { ["tags"] = new JsonArray(tag) };
        Assert.Empty(await Search(searcher, filter));
        Assert.Empty(await Search(searcher, new JsonObject { ["tags"] = new JsonArray(tag), ["status"] = "pending" }));
        await (await creator.Http.PutAsJsonAsync($"{creator.Tasks()}/{id}", Gig())).Json(HttpStatusCode.OK);
        Assert.Equal((long[])[id], await Search(searcher, filter));
    }

    [Fact]
    public async Task A_phone_number_finds_its_account()
    {
        var host = await TestHost.Shared;
        var phone = "131" + Random.Shared.Next(10_000_000, 100_000_000);
        using var anybody = host.Client();
        var user = await (await anybody.PostAsJsonAsync("/users", new { phone_number = phone, password = GigsClient.Password }))
            .Json(HttpStatusCode.Created);
        var creator = new GigsClient(
            GigsClient.Client(host, user.Text("access_token")), user.Number("user_id"), user.Text("access_token"));
        var id = (await creator.Publish(Gig())).Number("task_id");

        var found = Assert.Single((await Page(creator, new JsonObject { ["creator_user_phone_number"] = phone })).List("tasks"));
        Assert.Equal((id, phone, ""), (
            found.Number("task_id"), found.Text("creator_user_phone_number"), found.Text("creator_user_email")));
        Assert.Empty(await Search(creator, new JsonObject { ["creator_user_email"] = phone }));
    }

    [Fact]
    public async Task Filters_come_in_a_body_or_in_q_and_without_any_ones_own_gigs_are_listed()
    {
        var host = await TestHost.Shared;
        var (creator, searcher) = (await GigsClient.Create(host), await GigsClient.Create(host));
        var id = (await creator.Publish(Gig())).Number("task_id");
        var filter = new JsonObject { ["tags"] = new JsonArray(tag) };

        async Task<JsonElement> Get(string query, string? body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, searcher.Tasks() + query)
            {
                Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
            };
            return await (await searcher.Http.SendAsync(request)).Json(HttpStatusCode.OK);
        }

        Assert.Equal((long[])[id], Ids(await Get("", filter.ToJsonString())));
        Assert.Equal((long[])[id], Ids(await Get($"?q={Uri.EscapeDataString(filter.ToJsonString())}", null)));
        foreach (var none in (string?[])[null, "{}"])
            Assert.Empty(Ids(await Get("", none)));
        Assert.Empty(Ids(await Get("?q=%7B%7D", null)));
        var own = (await searcher.Publish(Gig())).Number("task_id");
        Assert.Equal((long[])[own], Ids(await Get("", null)));
        Assert.Equal((long[])[own, id], Ids(await Get("", filter.ToJsonString())));
    }

    [Fact]
    public async Task Pages_follow_each_other()
    {
        var host = await TestHost.Shared;
        var (creator, searcher) = (await GigsClient.Create(host), await GigsClient.Create(host));
        var published = new List<long>();
        for (var number = 0; number < 5; number++)
            published.Add((await creator.Publish(Gig())).Number("task_id"));

        var filter = new JsonObject { ["tags"] = new JsonArray(tag) };
        var first = await Page(searcher, filter, "?limit=2");
        await creator.Publish(Gig());
        var second = await Page(searcher, filter, $"?limit=2&after={first.Text("next")}");
        var third = await Page(searcher, filter, $"?limit=2&after={second.Text("next")}");
        Assert.Equal(published.OrderDescending(), [.. Ids(first), .. Ids(second), .. Ids(third)]);
        Assert.Equal(JsonValueKind.Null, third.GetProperty("next").ValueKind);

        var other = new JsonObject { ["title"] = "another" };
        await (await searcher.Http.PostAsJsonAsync($"{searcher.Tasks()}/search?after={first.Text("next")}", other)).GigsError(400);
        await (await searcher.Http.PostAsJsonAsync($"{searcher.Tasks()}/search?limit=101", filter)).GigsError(400);
    }

    [Theory]
    [InlineData("""{"titel": "x"}""")]
    [InlineData("""{"title": 1}""")]
    [InlineData("""{"title": "a\u0000"}""")]
    [InlineData("""{"tags": "tag1"}""")]
    [InlineData("""{"tags": [""]}""")]
    [InlineData("""{"tags": [null]}""")]
    [InlineData("""{"status": "open"}""")]
    [InlineData("""{"reward_for_one_participant_upper": "3"}""")]
    [InlineData("""{"receive_end_time": "tomorrow"}""")]
    [InlineData("""{"user_limit": {"age": 3}}""")]
    [InlineData("""{"user_limit": {"age_upper": 1.5}}""")]
    [InlineData("""{"steps_number_lower": true}""")]
    [InlineData("[]")]
    [InlineData("x")]
    public async Task A_filter_with_an_unknown_or_ill_typed_key_is_refused(string filter)
    {
        var searcher = await GigsClient.Create(await TestHost.Shared);

        await (await searcher.Http.PostAsync(
            $"{searcher.Tasks()}/search", new StringContent(filter, Encoding.UTF8, "application/json"))).GigsError(400);
        await (await searcher.Http.GetAsync($"{searcher.Tasks()}?q={Uri.EscapeDataString(filter)}")).GigsError(400);
    }

    private static long[] Ids(JsonElement page) => [.. page.List("tasks").Select(gig => gig.Number("task_id"))];

    private static async Task<JsonElement> Page(GigsClient searcher, JsonObject filter, string query = "") =>
        await (await searcher.Http.PostAsJsonAsync($"{searcher.Tasks()}/search{query}", filter)).Json(HttpStatusCode.OK);

    private static async Task<long[]> Search(GigsClient searcher, JsonObject filter, JsonArray? tags = null)
    {
        if (tags is not null)
            filter["tags"] = tags.DeepClone();
        return Ids(await Page(searcher, filter));
    }

    private JsonObject Gig(Action<JsonObject>? change = null) => GigDesk.Gig(gig =>
    {
        gig["tags"]!.AsArray().Add(tag);
        change?.Invoke(gig);
    });
}
