using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Checks;

/// <summary>An operator answers a finished check.</summary>
public sealed class AnswerCheckTests
{
    [Fact]
    public async Task The_answer_is_kept_in_the_history_with_who_and_when_and_the_owner_is_told()
    {
        var (host, owner, task, run) = await Finished();
        var desk = await host.Operator();
        var id = (await (await desk.GetAsync("/api/v1/users/me")).Json(HttpStatusCode.OK)).GetProperty("id").GetInt64();

        var answered = await Answer(desk, task, "fake", " The stitching has the pattern of a known fake. ").Json(HttpStatusCode.OK);

        Assert.Equal(("finished", "fake"), (answered.Text("state"), answered.Text("answer")));
        var history = answered.List("history").ToArray();
        Assert.Equal(["not_sure", "fake"], history.Select(past => past.Text("answer")));
        Assert.Equal(JsonValueKind.Null, history[0].GetProperty("answered_by").ValueKind);
        Assert.Equal(run.GetProperty("report").List("reasons").First().Text("code"), history[0].List("reasons").First().Text("code"));
        Assert.Equal(id, history[1].GetProperty("answered_by").GetInt64());
        Assert.Equal(answered.Text("finish_time"), history[1].Text("finish_time"));
        Assert.True(history[1].GetProperty("finish_time").GetDateTimeOffset() > run.GetProperty("finish_time").GetDateTimeOffset());

        var seen = await owner.Get(task);
        Assert.Equal("fake", seen.Text("answer"));
        Assert.All(seen.List("history"), past => Assert.Equal(JsonValueKind.Null, past.GetProperty("answered_by").ValueKind));
        Assert.DoesNotContain($"{id}", seen.GetRawText());
        await Eventually.Holds(async () => (await owner.Notifications()).Length == 2, "the owner is told");
        var notice = (await owner.Notifications())[0];
        Assert.Equal(("鉴定结果：仿品", "Check finished: fake"), (notice.Text("title_zh"), notice.Text("title_en")));
        Assert.Equal(
            "adidas Superstar: A person has looked at this check: The stitching has the pattern of a known fake. "
            + "Do not pay or confirm receipt; if you have bought the pair, ask the seller or the marketplace to take it back.",
            notice.Text("text_en"));
        Assert.StartsWith("阿迪达斯 Superstar 贝壳头：", notice.Text("text_zh"));
    }

    [Fact]
    public async Task The_same_answer_for_the_same_reason_again_changes_nothing()
    {
        var messages = new TestHostMessages();
        await using var host = await TestHost.Start(configure: messages.TakeOver);
        var owner = await host.Owner();
        var task = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));
        await (await owner.Submit(task)).Json(HttpStatusCode.OK);
        await messages.RunCheck(host);
        var desk = await host.Operator();

        var first = await Answer(desk, task, "true", "All labels are right.").Json(HttpStatusCode.OK);
        var same = await Answer(desk, task, "true", "All labels are right.").Json(HttpStatusCode.OK);
        var sent = messages.To("notices").Count;
        var other = await Answer(desk, task, "true", "All labels and seams are right.").Json(HttpStatusCode.OK);

        Assert.Equal(first.GetRawText(), same.GetRawText());
        Assert.Equal(2, sent);
        Assert.Equal(["not_sure", "true", "true"], other.List("history").Select(past => past.Text("answer")));
        Assert.Equal(3, messages.To("notices").Select(message => message.Key).Distinct().Count());
    }

    [Fact]
    public async Task A_run_after_an_operators_answer_replaces_it_and_keeps_it_in_the_history_once()
    {
        var (host, owner, task, _) = await Finished();
        var desk = await host.Operator();
        await Answer(desk, task, "true", "All labels are right.").Json(HttpStatusCode.OK);

        await (await desk.PostAsync($"/api/v1/checks/{task}/rerun", null)).Json(HttpStatusCode.OK);
        var again = await owner.Finished(task);
        var answered = await Answer(desk, task, "true", "All labels are right.").Json(HttpStatusCode.OK);

        Assert.Equal("not_sure", again.Text("answer"));
        Assert.Equal(["not_sure", "true"], again.List("history").Select(past => past.Text("answer")));
        Assert.Equal(["not_sure", "true", "not_sure", "true"], answered.List("history").Select(past => past.Text("answer")));
    }

    [Fact]
    public async Task Many_operators_at_once_each_leave_their_answer()
    {
        var (host, _, task, _) = await Finished();
        var desk = await host.Operator();

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => Answer(desk, task, i % 2 == 0 ? "true" : "fake", $"Reason {i}.").Json(HttpStatusCode.OK)));

        var final = await (await desk.GetAsync($"/api/v1/checks/{task}")).Json(HttpStatusCode.OK);
        Assert.Equal(8, replies.Length);
        var reasons = final.List("history").Skip(1).Select(past => past.List("reasons").Single().GetProperty("text").Text("en"));
        Assert.Equal(
            Enumerable.Range(0, 8).Select(i => $"A person has looked at this check: Reason {i}."), reasons.Order(StringComparer.Ordinal));
        Assert.Equal(final.Text("answer"), final.List("history").Last().Text("answer"));
    }

    [Fact]
    public async Task Only_a_finished_check_is_answered()
    {
        var messages = new TestHostMessages();
        await using var host = await TestHost.Start(configure: messages.TakeOver);
        var owner = await host.Owner();
        var task = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));
        var desk = await host.Operator();

        await (await Answer(desk, task, "true", "x").Reply).Problem(409, "task_not_finished");
        await (await owner.Submit(task)).Json(HttpStatusCode.OK);
        await (await Answer(desk, task, "true", "x").Reply).Problem(409, "task_not_finished");
        await (await Answer(desk, Guid.NewGuid().ToString("N"), "true", "x").Reply).Problem(404, "not_found");

        Assert.Empty(messages.To("notices"));
    }

    [Theory]
    [InlineData("""{"reason":"x"}""", "answer")]
    [InlineData("""{"answer":null,"reason":"x"}""", "answer")]
    [InlineData("""{"answer":"genuine","reason":"x"}""", "answer")]
    [InlineData("""{"answer":true,"reason":"x"}""", "answer")]
    [InlineData("""{"answer":"true"}""", "reason")]
    [InlineData("""{"answer":"true","reason":null}""", "reason")]
    [InlineData("""{"answer":"true","reason":" \t"}""", "reason")]
    [InlineData("""{"answer":"true","reason":5}""", "reason")]
    [InlineData("LONG", "reason")]
    public async Task An_answer_without_a_known_word_or_a_reason_is_refused(string body, string field)
    {
        var (host, owner, task, run) = await Finished();
        body = body == "LONG" ? $$"""{"answer":"true","reason":"{{new string('x', 1001)}}"}""" : body;

        var reply = await (await host.Operator()).PutAsync(
            $"/api/v1/checks/{task}/answer", new StringContent(body, Encoding.UTF8, "application/json"));

        var problem = await reply.Problem(400, "invalid_field");
        Assert.Equal(field, Assert.Single(problem.List("errors")).Text("field"));
        Assert.Equal(run.GetRawText(), (await owner.Get(task)).GetRawText());
    }

    [Fact]
    public async Task An_owner_cannot_answer_their_own_check()
    {
        var (_, owner, task, _) = await Finished();

        await (await Answer(owner.Http, task, "true", "It is mine.").Reply).Problem(403, "forbidden");
    }

    private static async Task<(TestHost Host, TestHostOwner Owner, string Task, JsonElement Run)> Finished()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var task = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));
        return (host, owner, task, await owner.Run(task));
    }

    private static Sent Answer(HttpClient client, string task, string answer, string reason) =>
        new(client.PutAsJsonAsync($"/api/v1/checks/{task}/answer", new { answer, reason }));

    private sealed record Sent(Task<HttpResponseMessage> Reply)
    {
        public async Task<JsonElement> Json(HttpStatusCode status) => await (await Reply).Json(status);
    }
}
