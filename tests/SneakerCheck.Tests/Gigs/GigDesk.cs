using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using SneakerCheck.Tests.Gigs.Money;

namespace SneakerCheck.Tests.Gigs;

/// <summary>Publishes gigs and works on them through the seed's own calls.</summary>
internal static class GigDesk
{
    /// <summary>The seed's own example of a gig, with times in the future.</summary>
    /// <param name="change">Changes it; members that are set to null are left out.</param>
    public static JsonObject Gig(Action<JsonObject>? change = null, TimeProvider? time = null)
    {
        var now = (time ?? TimeProvider.System).GetUtcNow();
        var gig = JsonNode.Parse(
            """
            {
              "title": "string",
              "description": "string",
              "tags": ["tag1", "tag2", "tag3"],
              "participant_number_limit": 10,
              "reward_for_one_participant": 0,
              "user_limit": { "age_upper": 0, "age_lower": 0, "grades": [], "sexes": [], "schools": [] },
              "steps": [{ "title": "string", "description": "string" }, { "title": "string", "description": "string" }]
            }
            """)!.AsObject();
        gig["post_time"] = now.ToString("O");
        gig["receive_end_time"] = now.AddHours(1).ToString("O");
        gig["finish_deadline_time"] = now.AddHours(2).ToString("O");
        change?.Invoke(gig);
        return gig;
    }

    /// <summary>A gig of so many places with this reward.</summary>
    public static JsonObject Gig(int places, long reward, TimeProvider? time = null) => Gig(
        gig =>
        {
            gig["participant_number_limit"] = places;
            gig["reward_for_one_participant"] = reward;
        },
        time);

    public static string Tasks(this GigsClient user) => $"/users/{user.Id}/tasks";

    /// <summary>Publishes a gig and returns the reply's body.</summary>
    public static async Task<JsonElement> Publish(this GigsClient user, JsonObject gig) =>
        await (await user.Http.PostAsJsonAsync(user.Tasks(), gig)).Json(HttpStatusCode.Created);

    public static Task<HttpResponseMessage> Accept(this GigsClient user, long gig) =>
        user.Http.PostAsync($"{user.Tasks()}/{gig}", null);

    public static Task<HttpResponseMessage> Finish(this GigsClient user, long gig, int step) =>
        user.Http.PutAsync($"{user.Tasks()}/{gig}/steps/{step}", null);

    public static Task<HttpResponseMessage> Review(this GigsClient user, long gig, long participant, int? comment = null) =>
        user.Http.PutAsync(
            $"{user.Tasks()}/{gig}/finishers/{participant}", comment is null ? null : JsonContent.Create(new { comment }));

    public static Task<HttpResponseMessage> Withdraw(this GigsClient user, long gig) =>
        user.Http.PutAsJsonAsync($"{user.Tasks()}/{gig}", new { status = "pending" });

    /// <summary>Accepts a gig of two steps and finishes both.</summary>
    public static async Task Work(this GigsClient user, long gig)
    {
        await (await user.Accept(gig)).Json(HttpStatusCode.Created);
        await (await user.Finish(gig, 1)).Json(HttpStatusCode.OK);
        await (await user.Finish(gig, 2)).Json(HttpStatusCode.OK);
    }

    public static async Task<long> Balance(this GigsClient user) =>
        (await (await user.Http.GetAsync($"/users/{user.Id}/ledger")).Json(HttpStatusCode.OK)).Number("balance");

    /// <summary>A user who was granted so much.</summary>
    public static async Task<GigsClient> Rich(TestHost host, long balance)
    {
        var user = await GigsClient.Create(host);
        await GrantMoneyTests.Grant(host, user.Id, balance);
        return user;
    }

    /// <summary>The ids in a list of a gig.</summary>
    public static long[] Ids(this JsonElement gig, string list) => [.. gig.List(list).Select(id => id.GetInt64())];
}
