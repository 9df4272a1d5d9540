using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Checks;

namespace SneakerCheck.Tests.Checks;

/// <summary>The log line that an alert reads: how long checks have been waiting for their run.</summary>
public sealed class WatchWaitingChecksTests
{
    private readonly TestHostLog log = new();
    private readonly TestHostMessages messages = new();
    private readonly TestHostTime time = new();

    [Fact]
    public async Task The_log_shows_how_long_the_oldest_check_has_been_waiting()
    {
        await using var host = await TestHost.Start(time, builder =>
        {
            messages.TakeOver(builder);
            log.TakeOver(builder);
        });
        Assert.Equal("Oldest waiting check: 0 s, 0 waiting.", await Look(host));

        await Submit(host);
        time.Advance(TimeSpan.FromMinutes(15));
        await Submit(host);
        Assert.Matches("^Oldest waiting check: 90[0-9] s, 2 waiting.$", await Look(host));

        foreach (var run in messages.To("check-runs"))
        {
            await ActivatorUtilities.CreateInstance<RunCheck>(host.Services).Run(
                TestHostMessages.Body(run), CancellationToken.None);
        }

        Assert.Equal("Oldest waiting check: 0 s, 0 waiting.", await Look(host));
    }

    private static async Task Submit(TestHost host)
    {
        var owner = await host.Owner();
        var task = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));
        await (await owner.Submit(task)).Json(System.Net.HttpStatusCode.OK);
    }

    private async Task<string> Look(TestHost host)
    {
        await ActivatorUtilities.CreateInstance<WatchWaitingChecks>(host.Services).Run(new TimerInfo(), CancellationToken.None);
        return log.Lines.Last(line => line.StartsWith("Oldest", StringComparison.Ordinal)).Trim();
    }
}
