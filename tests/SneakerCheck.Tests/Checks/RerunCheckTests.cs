using System.Net;

namespace SneakerCheck.Tests.Checks;

/// <summary>An operator runs a finished check again. The old answer stays in the history.</summary>
public sealed class RerunCheckTests
{
    [Fact]
    public async Task A_finished_check_is_run_again_and_keeps_its_old_answer_in_its_history()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var task = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));
        var first = await owner.Run(task);

        var again = await (await (await host.Operator()).PostAsync($"/api/v1/checks/{task}/rerun", null)).Json(HttpStatusCode.OK);
        var second = await owner.Finished(task);

        Assert.Contains(again.Text("state"), new[] { "waiting", "finished" });
        var runs = new[] { first, second }.Select(finished => finished.GetProperty("report").Text("run_id")).ToArray();
        Assert.NotEqual(runs[0], runs[1]);
        var past = Assert.Single(second.List("history"));
        Assert.Equal((runs[0], "not_sure"), (past.Text("run_id"), past.Text("answer")));
        Assert.Equal(first.Text("finish_time"), past.Text("finish_time"));
        Assert.NotEmpty(past.List("reasons"));
        Assert.Empty(first.List("history"));
        await Hosting.Eventually.Holds(async () => (await owner.Notifications()).Length == 2, "the owner is notified of both answers");
    }

    [Fact]
    public async Task A_check_that_is_not_finished_is_not_run_again()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var task = await owner.CreateTask();

        var refused = await (await host.Operator()).PostAsync($"/api/v1/checks/{task}/rerun", null);

        await refused.Problem(409, "task_not_finished");
    }

    [Fact]
    public async Task A_check_that_is_already_waiting_stays_waiting()
    {
        var messages = new TestHostMessages();
        await using var host = await TestHost.Start(configure: messages.TakeOver);
        var owner = await host.Owner();
        var task = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));
        var waiting = await (await owner.Submit(task)).Json(HttpStatusCode.OK);

        var same = await (await (await host.Operator()).PostAsync($"/api/v1/checks/{task}/rerun", null)).Json(HttpStatusCode.OK);

        Assert.Equal(waiting.Text("etag"), same.Text("etag"));
        Assert.Single(messages.To("check-runs"));
    }
}
