using System.Net;
using System.Net.Http.Json;
using SneakerCheck.Tests.Hosting;
using SneakerCheck.Tests.Notifications;

namespace SneakerCheck.Tests.Checks;

/// <summary>A check with photos that another account has uploaded before gets no answer before a person has looked.</summary>
public sealed class ReviewHoldTests
{
    [Theory]
    [InlineData(0.9, 0.01, "true")]
    [InlineData(0.01, 0.9, "fake")]
    public async Task A_copy_of_a_decided_pair_is_held_and_its_owner_learns_neither_the_answer_nor_whose_photos_they_were(
        double genuine, double fake, string answer)
    {
        var (host, template) = await Scored(genuine, fake);
        var (first, second) = (await host.Owner(), await host.Owner());
        var photo = TestPhoto.Unique();
        var decided = await first.Run(await first.CreateTask(template, TestHost.PlainModel, ("appear", photo)));
        Assert.Equal(answer, decided.Text("answer"));

        var held = await second.Run(await second.CreateTask(template, TestHost.PlainModel, ("appear", photo)));

        Assert.Equal(("finished", "not_sure"), (held.Text("state"), held.Text("answer")));
        var report = held.GetProperty("report");
        Assert.True(report.GetProperty("review_hold").GetBoolean());
        var reason = Assert.Single(report.List("reasons"));
        Assert.Equal("seen_before", reason.Text("code"));
        Assert.Contains("a person looks at this check", reason.GetProperty("text").Text("en"));
        Assert.Contains("工作人员查看", reason.GetProperty("text").Text("zh"));
        Assert.Empty(report.List("labels"));
        Assert.DoesNotContain("\"p = ", report.GetRawText());
        await Eventually.Holds(async () => (await second.Notifications()).Length == 1, "the owner is told");
        var notice = (await second.Notifications())[0];
        Assert.Equal("Your check waits for a person to look at it", notice.Text("title_en"));
        Assert.EndsWith("You need do nothing; you will be told the answer.", notice.Text("text_en"));
        Assert.True(notice.GetProperty("data").GetProperty("review_hold").GetBoolean());
        foreach (var seen in new[] { held.GetRawText(), notice.GetRawText(), await second.Http.GetStringAsync(TestHostOwner.Tasks) })
        {
            Assert.DoesNotContain(decided.Text("id"), seen);
            Assert.DoesNotContain($"{first.Id}", seen);
            Assert.DoesNotContain($"\"{answer}\"", seen);
        }
    }

    [Fact]
    public async Task Held_checks_are_the_operators_queue_and_show_whose_photos_they_match_and_the_answer_that_is_held()
    {
        var (host, template) = await Scored(0.9, 0.01);
        var desk = await host.Operator();
        var (first, second) = (await host.Owner(), await host.Owner());
        var photo = TestPhoto.Unique();
        var decided = await first.Run(await first.CreateTask(template, TestHost.PlainModel, ("appear", photo)));
        var held = await second.Run(await second.CreateTask(template, TestHost.PlainModel, ("appear", photo)));

        var queue = await (await desk.GetAsync("/api/v1/checks?review_hold=true&limit=200")).Json(HttpStatusCode.OK);
        var one = await (await desk.GetAsync($"/api/v1/checks/{held.Text("id")}")).Json(HttpStatusCode.OK);

        Assert.DoesNotContain(queue.EnumerateArray(), task => task.Text("id") == decided.Text("id"));
        var waiting = Assert.Single(queue.EnumerateArray(), task => task.Text("id") == held.Text("id"));
        var report = waiting.GetProperty("report");
        Assert.Equal("true", report.GetProperty("held").Text("answer"));
        Assert.Equal("scored_genuine", report.GetProperty("held").List("reasons").First().Text("code"));
        Assert.Equal(2, report.List("labels").Count());
        var match = Assert.Single(Assert.Single(report.List("photos")).List("matches"));
        Assert.Equal(decided.Text("id"), match.Text("task_id"));
        var beside = Assert.Single(Assert.Single(one.List("photos")).List("matches"));
        Assert.Equal((first.Id, decided.Text("id")), (beside.GetProperty("user_id").GetInt64(), beside.Text("task_id")));
        using var storage = new HttpClient();
        Assert.Equal(photo, await storage.GetByteArrayAsync(beside.Text("url")));
    }

    [Fact]
    public async Task A_rerun_holds_again_and_an_operators_answer_releases()
    {
        var (host, template) = await Scored(0.9, 0.01);
        var desk = await host.Operator();
        var (first, second) = (await host.Owner(), await host.Owner());
        var photo = TestPhoto.Unique();
        await first.Run(await first.CreateTask(template, TestHost.PlainModel, ("appear", photo)));
        var task = await second.CreateTask(template, TestHost.PlainModel, ("appear", photo));
        await second.Run(task);

        await (await desk.PostAsync($"/api/v1/checks/{task}/rerun", null)).Json(HttpStatusCode.OK);
        var again = await second.Finished(task);
        var answered = await (await desk.PutAsJsonAsync(
            $"/api/v1/checks/{task}/answer", new { answer = "true", reason = "Both accounts belong to one household." }))
            .Json(HttpStatusCode.OK);

        Assert.Equal("not_sure", again.Text("answer"));
        Assert.True(again.GetProperty("report").GetProperty("review_hold").GetBoolean());
        Assert.Equal("true", answered.Text("answer"));
        var seen = await second.Get(task);
        Assert.Equal(("true", "true"), (seen.Text("answer"), seen.GetProperty("report").Text("answer")));
        Assert.False(seen.GetProperty("report").GetProperty("review_hold").GetBoolean());
        var reason = Assert.Single(seen.GetProperty("report").List("reasons"));
        Assert.Equal("answered_by_person", reason.Text("code"));
        Assert.Equal(
            "A person has looked at this check: Both accounts belong to one household.", reason.GetProperty("text").Text("en"));
        var queue = await (await desk.GetAsync("/api/v1/checks?review_hold=true&limit=200")).Json(HttpStatusCode.OK);
        Assert.DoesNotContain(queue.EnumerateArray(), waiting => waiting.Text("id") == task);
    }

    private static async Task<(TestHost Host, string Template)> Scored(double genuine, double fake)
    {
        // It answers until the test run ends.
        var server = await LocalServer.Start((_, context) => InferenceScorerTests.Reply(context, genuine, fake));
        var host = await TestHost.Shared;
        return (host, await InferenceScorerTests.Release(host, server.Address, $"scored-{Guid.NewGuid():N}"));
    }
}
