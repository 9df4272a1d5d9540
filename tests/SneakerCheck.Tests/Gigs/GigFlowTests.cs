using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace SneakerCheck.Tests.Gigs;

/// <summary>Gigs from publication to payment, through the calls of seed 003.</summary>
public sealed class GigFlowTests
{
    private static readonly string[] Members =
    [
        "task_id", "creator_user_id", "status", "title", "description", "tags", "participant_number_limit", "reward_for_one_participant",
        "post_time", "receive_end_time", "finish_deadline_time", "user_limit", "steps", "participant_ids", "ongoing_participant_ids",
        "waiting_examine_participant_ids", "finished_participant_ids", "escrow",
    ];

    [Fact]
    public async Task The_seeds_example_is_published_and_shown_as_it_was_sent()
    {
        var user = await GigsClient.Create(await TestHost.Shared);
        var sent = GigDesk.Gig(gig => gig["user_limit"] = JsonNode.Parse(
            """
            {
              "age_upper": 0, "age_lower": 1, "grades": ["grade1", "grade2"],
              "sexes": ["sex_type1", "sex_type2", "sex_type3"], "schools": ["school_name1", "school_name2"]
            }
            """));

        var gig = await user.Publish(sent);

        // A person's own gig has no creator_organization_id.
        Assert.Equal(Members, gig.Names());
        Assert.Equal((user.Id, "ongoing"), (gig.Number("creator_user_id"), gig.Text("status")));
        foreach (var member in new[] { "title", "description", "tags", "participant_number_limit", "user_limit", "steps" })
            Assert.True(JsonNode.DeepEquals(sent[member], JsonNode.Parse(gig.GetProperty(member).GetRawText())), member);
        Assert.Empty(gig.List("participant_ids"));
    }

    [Fact]
    public async Task Work_moves_through_the_steps_to_review_and_is_paid_once()
    {
        var host = await TestHost.Shared;
        var (creator, worker) = (await GigDesk.Rich(host, 100), await GigsClient.Create(host));
        var id = (await creator.Publish(GigDesk.Gig(3, 20))).Number("task_id");
        Assert.Equal(40, await creator.Balance());

        var accepted = await (await worker.Accept(id)).Json(HttpStatusCode.Created);
        Assert.Equal([worker.Id], accepted.Ids("ongoing_participant_ids"));
        await (await worker.Finish(id, 2)).GigsError(409);
        await (await creator.Review(id, worker.Id)).GigsError(409);
        await (await worker.Finish(id, 1)).Json(HttpStatusCode.OK);
        await (await worker.Finish(id, 1)).GigsError(409);
        var waiting = await (await worker.Finish(id, 2)).Json(HttpStatusCode.OK);
        Assert.Equal([worker.Id], waiting.Ids("waiting_examine_participant_ids"));
        await (await worker.Finish(id, 3)).GigsError(409);

        var reviews = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => creator.Review(id, worker.Id, 4)));

        var done = await reviews.Single(reply => reply.IsSuccessStatusCode).Json(HttpStatusCode.OK);
        Assert.All(reviews.Where(reply => !reply.IsSuccessStatusCode), reply => Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode));
        Assert.Equal([worker.Id], done.Ids("finished_participant_ids"));
        Assert.Equal((40, "ongoing"), (done.Number("escrow"), done.Text("status")));
        Assert.Equal((40, 20), (await creator.Balance(), await worker.Balance()));
        await Hosting.Eventually.Holds(
            async () => (await (await worker.Http.GetAsync($"/users/{worker.Id}")).Json(HttpStatusCode.OK))
                .GetProperty("avg_comment").GetDouble() == 4,
            "the comment is counted");
    }

    [Fact]
    public async Task A_gig_whose_places_are_all_paid_is_finished()
    {
        var host = await TestHost.Shared;
        var (creator, worker) = (await GigDesk.Rich(host, 5), await GigsClient.Create(host));
        var id = (await creator.Publish(GigDesk.Gig(1, 5))).Number("task_id");
        await worker.Work(id);

        var done = await (await creator.Review(id, worker.Id)).Json(HttpStatusCode.OK);

        Assert.Equal(("finished", 0), (done.Text("status"), done.Number("escrow")));
        await (await creator.Withdraw(id)).GigsError(409);
        await (await (await GigsClient.Create(host)).Accept(id)).GigsError(409);
    }

    [Fact]
    public async Task Fifty_who_accept_ten_places_at_once_are_ten()
    {
        var host = await TestHost.Shared;
        var creator = await GigsClient.Create(host);
        var id = (await creator.Publish(GigDesk.Gig(10, 0))).Number("task_id");
        var people = new List<GigsClient>();
        for (var person = 0; person < 50; person++)
            people.Add(await GigsClient.Create(host));

        var replies = await Task.WhenAll(people.Select(person => person.Accept(id)));

        Assert.Equal(10, replies.Count(reply => reply.StatusCode == HttpStatusCode.Created));
        Assert.Equal(40, replies.Count(reply => reply.StatusCode == HttpStatusCode.Conflict));
        var list = await (await creator.Http.GetAsync(creator.Tasks())).Json(HttpStatusCode.OK);
        var ids = list.List("tasks").Single().Ids("participant_ids");
        Assert.Equal(
            people.Zip(replies).Where(pair => pair.Second.IsSuccessStatusCode).Select(pair => pair.First.Id).Order(), ids.Order());
    }

    [Fact]
    public async Task Twenty_steps_at_once_move_a_person_one_step()
    {
        var host = await TestHost.Shared;
        var (creator, worker) = (await GigsClient.Create(host), await GigsClient.Create(host));
        var id = (await creator.Publish(GigDesk.Gig())).Number("task_id");
        await (await worker.Accept(id)).Json(HttpStatusCode.Created);

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => worker.Finish(id, 1)));

        Assert.Single(replies, reply => reply.StatusCode == HttpStatusCode.OK);
        await (await worker.Finish(id, 2)).Json(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Publishing_again_eight_times_at_once_charges_once()
    {
        var host = await TestHost.Shared;
        var creator = await GigDesk.Rich(host, 100);
        var id = (await creator.Publish(GigDesk.Gig(2, 10))).Number("task_id");
        var withdrawn = await (await creator.Withdraw(id)).Json(HttpStatusCode.OK);
        Assert.Equal(("pending", 0, 100), (withdrawn.Text("status"), withdrawn.Number("escrow"), await creator.Balance()));
        await (await creator.Withdraw(id)).GigsError(409);

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => creator.Http.PutAsJsonAsync($"{creator.Tasks()}/{id}", GigDesk.Gig(3, 20))));

        Assert.Single(replies, reply => reply.StatusCode == HttpStatusCode.OK);
        Assert.Equal(7, replies.Count(reply => reply.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(40, await creator.Balance());
    }

    [Fact]
    public async Task Who_cannot_pay_publishes_nothing()
    {
        var host = await TestHost.Shared;
        var creator = await GigDesk.Rich(host, 19);

        var error = await (await creator.Http.PostAsJsonAsync(creator.Tasks(), GigDesk.Gig(2, 10))).GigsError(409);

        Assert.Equal("not enough money", error);
        Assert.Equal(19, await creator.Balance());
        var list = await (await creator.Http.GetAsync(creator.Tasks())).Json(HttpStatusCode.OK);
        Assert.Empty(list.List("tasks"));
    }

    [Fact]
    public async Task A_gig_with_people_at_work_is_neither_withdrawn_nor_deleted()
    {
        var host = await TestHost.Shared;
        var (creator, worker) = (await GigDesk.Rich(host, 30), await GigsClient.Create(host));
        var id = (await creator.Publish(GigDesk.Gig(3, 10))).Number("task_id");
        await (await worker.Accept(id)).Json(HttpStatusCode.Created);

        await (await creator.Withdraw(id)).GigsError(409);
        await (await creator.Http.DeleteAsync($"{creator.Tasks()}/{id}")).GigsError(409);
        await (await worker.Finish(id, 1)).Json(HttpStatusCode.OK);
        await (await worker.Finish(id, 2)).Json(HttpStatusCode.OK);
        await (await creator.Withdraw(id)).GigsError(409);
        await (await creator.Review(id, worker.Id)).Json(HttpStatusCode.OK);

        var deleted = await (await creator.Http.DeleteAsync($"{creator.Tasks()}/{id}")).Json(HttpStatusCode.OK);

        Assert.Equal((id, 20), (deleted.Number("task_id"), deleted.Number("escrow")));
        Assert.Equal((20, 10), (await creator.Balance(), await worker.Balance()));
        await (await creator.Http.DeleteAsync($"{creator.Tasks()}/{id}")).GigsError(404);
        await (await worker.Accept(id)).GigsError(404);
    }

    [Fact]
    public async Task A_gig_is_published_again_for_those_who_have_not_been_paid()
    {
        var host = await TestHost.Shared;
        var (creator, worker) = (await GigDesk.Rich(host, 100), await GigsClient.Create(host));
        var id = (await creator.Publish(GigDesk.Gig(2, 10))).Number("task_id");
        await worker.Work(id);
        await (await creator.Review(id, worker.Id)).Json(HttpStatusCode.OK);
        await (await creator.Withdraw(id)).Json(HttpStatusCode.OK);

        await (await creator.Http.PutAsJsonAsync($"{creator.Tasks()}/{id}", GigDesk.Gig(1, 10))).GigsError(400);
        var again = await (await creator.Http.PutAsJsonAsync($"{creator.Tasks()}/{id}", GigDesk.Gig(3, 7))).Json(HttpStatusCode.OK);

        Assert.Equal((14, "ongoing"), (again.Number("escrow"), again.Text("status")));
        Assert.Equal(100 - 10 - 14, await creator.Balance());
        await (await worker.Accept(id)).GigsError(409);
    }

    [Fact]
    public async Task Only_people_within_the_limits_are_taken()
    {
        var host = await TestHost.Shared;
        var creator = await GigsClient.Create(host);
        var id = (await creator.Publish(GigDesk.Gig(gig => gig["user_limit"] = JsonNode.Parse(
            """{ "age_upper": 30, "age_lower": 20, "grades": ["a", "b"], "sexes": ["female"], "schools": ["sysu"] }"""))))
            .Number("task_id");
        var worker = await GigsClient.Create(host);

        await (await worker.Accept(id)).GigsError(409);
        await Say("school", new { school = "sysu", grade = "b" });
        await Say("personal_info", new { age = 31, sex = "female" });
        await (await worker.Accept(id)).GigsError(409);
        await Say("personal_info", new { age = 30 });
        await (await worker.Accept(id)).Json(HttpStatusCode.Created);
        await (await worker.Accept(id)).GigsError(409);
        await (await creator.Accept(id)).GigsError(409);

        async Task Say(string part, object body) =>
            await (await worker.Http.PutAsJsonAsync($"/users/{worker.Id}/{part}", body)).Json(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_somebody_elses_is_not_there()
    {
        var host = await TestHost.Shared;
        var (creator, other) = (await GigsClient.Create(host), await GigsClient.Create(host));
        var id = (await creator.Publish(GigDesk.Gig())).Number("task_id");

        await (await other.Http.PutAsJsonAsync($"{creator.Tasks()}/{id}", new { status = "pending" })).GigsError(404);
        await (await other.Http.PutAsJsonAsync($"{other.Tasks()}/{id}", new { status = "pending" })).GigsError(404);
        await (await other.Http.DeleteAsync($"{other.Tasks()}/{id}")).GigsError(404);
        await (await other.Http.PutAsync($"{other.Tasks()}/{id}/finishers/{creator.Id}", null)).GigsError(404);
        await (await other.Http.PutAsync($"{other.Tasks()}/{id}/steps/1", null)).GigsError(409);
        await (await other.Http.PostAsync($"{other.Tasks()}/12345", null)).GigsError(404);
    }

    [Theory]
    [InlineData("title", "null")]
    [InlineData("title", "\"\"")]
    [InlineData("title", "7")]
    [InlineData("tags", "[null]")]
    [InlineData("tags", "\"tag\"")]
    [InlineData("participant_number_limit", "0")]
    [InlineData("participant_number_limit", "1001")]
    [InlineData("participant_number_limit", "\"10\"")]
    [InlineData("reward_for_one_participant", "-1")]
    [InlineData("reward_for_one_participant", "0.5")]
    [InlineData("reward_for_one_participant", "9007199254740993")]
    [InlineData("receive_end_time", "\"2001-01-01T00:00:00Z\"")]
    [InlineData("receive_end_time", "\"tomorrow\"")]
    [InlineData("finish_deadline_time", "\"2001-01-01 00:00:00\"")]
    [InlineData("user_limit", "{\"age_upper\":3,\"age_lower\":4}")]
    [InlineData("user_limit", "{\"age\":3}")]
    [InlineData("steps", "[]")]
    [InlineData("steps", "[null]")]
    [InlineData("steps", "[{\"description\":\"no title\"}]")]
    [InlineData("status", "\"ongoing\"")]
    [InlineData("task_id", "5")]
    public async Task A_member_that_is_missing_unknown_or_ill_typed_is_refused(string member, string json)
    {
        var user = await GigsClient.Create(await TestHost.Shared);
        var gig = GigDesk.Gig();
        gig[member] = JsonNode.Parse(json);

        using var body = new StringContent(gig.ToJsonString(), Encoding.UTF8, "application/json");
        await (await user.Http.PostAsync(user.Tasks(), body)).GigsError(400);
    }

    [Theory]
    [InlineData("""{"status":"finished"}""")]
    [InlineData("""{"status":"pending","title":"another"}""")]
    [InlineData("{}")]
    public async Task A_change_is_either_a_withdrawal_or_whole(string body)
    {
        var user = await GigsClient.Create(await TestHost.Shared);
        var id = (await user.Publish(GigDesk.Gig())).Number("task_id");

        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        await (await user.Http.PutAsync($"{user.Tasks()}/{id}", content)).GigsError(400);
    }

    [Fact]
    public async Task Own_gigs_are_listed_newest_first_in_pages()
    {
        var user = await GigsClient.Create(await TestHost.Shared);
        var ids = new List<long>();
        for (var number = 0; number < 5; number++)
            ids.Add((await user.Publish(GigDesk.Gig())).Number("task_id"));

        var (seen, after) = (new List<long>(), "");
        do
        {
            var page = await (await user.Http.GetAsync($"{user.Tasks()}?limit=2{after}")).Json(HttpStatusCode.OK);
            seen.AddRange(page.List("tasks").Select(gig => gig.Number("task_id")));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={Uri.EscapeDataString(next)}" : "";
        }
        while (after != "");

        Assert.Equal(Enumerable.Reverse(ids), seen);
    }
}
