using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform.Documents;
using SneakerCheck.Platform.Messages;
using SneakerCheck.Tests.Checks;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Platform.Messages;

/// <summary>A committed message is sent, whatever happens after the commit.</summary>
public sealed class OutboxTests : IAsyncLifetime
{
    private readonly TestHostTime time = new();
    private readonly TestHostMessages messages = new();
    private TestHost host = null!;
    private TestHostOwner owner = null!;
    private string task = "";

    public async Task InitializeAsync()
    {
        host = await TestHost.Start(time, messages.TakeOver);
        owner = await host.Owner();
        task = await owner.CreateTask(TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));
        // The upload has scheduled its clean-up.
        await Sweep();
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task A_sent_message_leaves_the_outbox()
    {
        await (await owner.Submit(task)).Json(HttpStatusCode.OK);

        Assert.Single(messages.To("check-runs"));
        Assert.Empty(await Left());
    }

    [Fact]
    public async Task A_message_that_is_not_due_for_a_while_is_left_to_the_sweep()
    {
        var before = messages.To("photo-cleanups").Count;
        var announced = await owner.CreateTask();
        await owner.Announce(announced, "appear", 1000);

        Assert.Equal(before, messages.To("photo-cleanups").Count);
        var left = Assert.Single(await Left());
        time.Advance(TimeSpan.FromSeconds(16));
        await Eventually.Holds(async () => (await Left()).Count == 0, "the sweep has sent the order");

        Assert.Equal(left.Message.Key, messages.To("photo-cleanups")[^1].Key);
        Assert.True(left.Message.NotBefore > time.GetUtcNow());
    }

    [Fact]
    public async Task A_message_that_could_not_be_sent_is_kept_and_later_takes_effect_once()
    {
        messages.IsDown = true;
        var waiting = await (await owner.Submit(task)).Json(HttpStatusCode.OK);
        Assert.Equal("waiting", waiting.Text("state"));
        var kept = Assert.Single(await Left(), entry => entry.Message.Queue == "check-runs");

        Assert.Equal(0, await Sweep());
        messages.IsDown = false;
        time.Advance(TimeSpan.FromSeconds(16));
        await Eventually.Holds(async () => (await Left()).Count == 0, "the sweep has sent what was left");

        var sent = Assert.Single(messages.To("check-runs"));
        Assert.Equal(kept.Message.Key, sent.Key);
        await messages.RunCheck(host);
        Assert.Equal("finished", (await owner.Get(task)).Text("state"));
        Assert.Equal(0, await Sweep());
    }

    [Fact]
    public async Task A_message_sent_right_before_a_crash_is_sent_again_under_the_same_key()
    {
        messages.LosesReplies = true;
        await (await owner.Submit(task)).Json(HttpStatusCode.OK);
        var lost = (await Left()).Count;
        messages.LosesReplies = false;

        Assert.Equal(lost, await Sweep());

        Assert.Equal(2, messages.To("check-runs").Count);
        Assert.Single(messages.To("check-runs").Select(message => message.Key).Distinct());
        Assert.Empty(await Left());
    }

    [Fact]
    public async Task A_message_that_was_just_committed_is_left_to_whoever_committed_it()
    {
        messages.IsDown = true;
        await (await owner.Submit(task)).Json(HttpStatusCode.OK);
        messages.IsDown = false;

        await ActivatorUtilities.CreateInstance<SweepOutbox>(host.Services).Run(null!, CancellationToken.None);

        Assert.Empty(messages.To("check-runs"));
        Assert.Single(await Left(), entry => entry.Message.Queue == "check-runs");
    }

    private Task<int> Sweep() => host.Services.GetRequiredService<Outbox>().SendPending(time.GetUtcNow());

    private async Task<IReadOnlyList<OutboxEntry>> Left()
    {
        var page = await host.Services.GetRequiredService<IDocuments>().Query(Outbox.Kind, new DocumentQuery());
        return [.. page.Items.Select(item => item.Value)];
    }
}
