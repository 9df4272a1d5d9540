using System.Diagnostics;
using System.Text.Json;
using SneakerCheck.Hosting.Local.Messages;
using SneakerCheck.Platform.Documents.Sqlite;
using Xunit.Abstractions;

namespace SneakerCheck.Tests.Durability;

/// <summary>
/// The host as a process, killed without warning at random moments while many owners have their shoes checked. The README of this
/// test project describes how to make the test larger and how to repeat a run.
/// </summary>
public sealed class KilledHostTests(ITestOutputHelper output)
{
    private const int ChecksPerOwner = 10;
    private const int StepsPerCheck = 5;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(15);

    private int steps;

    [Trait(Speed.Category, Speed.Slow)]
    [Fact]
    public async Task Killed_at_random_moments_the_host_finishes_every_check_notifies_once_and_loses_no_photo()
    {
        var (checks, kills) = (Number("DURABILITY_CHECKS", 200), Number("DURABILITY_KILLS", 8));
        var seed = Number("DURABILITY_SEED", Random.Shared.Next());
        output.WriteLine($"DURABILITY_SEED={seed} DURABILITY_CHECKS={checks} DURABILITY_KILLS={kills}");
        using var deadline = new CancellationTokenSource(Deadline + (TimeSpan.FromSeconds(1) * (checks + (10 * kills))));
        using var host = new MortalHost();
        var clock = Stopwatch.StartNew();

        await host.Start();
        var azurite = host.AzuriteId;
        using (var desk = new Phone(host, deadline.Token))
            await desk.ReleaseTemplate();
        var owners = (checks + ChecksPerOwner - 1) / ChecksPerOwner;
        var phones = Enumerable.Range(0, owners).Select(_ => new Phone(host, deadline.Token)).ToArray();
        await Task.WhenAll(phones.Select((phone, owner) => phone.SignUp($"owner-{owner}")));
        output.WriteLine($"{clock.Elapsed.TotalSeconds:0.0} s: {owners} owners have signed up");

        var work = Task.WhenAll(phones.Select((phone, owner) => Task.Run(
            () => Check(phone, owner * ChecksPerOwner, Math.Min(ChecksPerOwner, checks - (owner * ChecksPerOwner))))));
        var killed = await Kill(host, new Random(seed), kills, checks * StepsPerCheck, work, deadline.Token);
        var finished = await work;
        output.WriteLine(
            $"{clock.Elapsed.TotalSeconds:0.0} s: {checks} checks are finished; {phones.Sum(phone => phone.Lost)} replies were lost");

        Assert.Equal(kills, killed.Count);
        Assert.True(kills == 0 || killed.Sum(left => left.Deliveries + left.Unsent) > 0, "The kills interrupted nothing.");
        Assert.Equal((azurite, 1), (host.AzuriteId, await host.CountAzurites()));
        foreach (var (phone, submitted) in phones.Zip(finished))
            await Verify(phone, submitted);
        output.WriteLine($"{clock.Elapsed.TotalSeconds:0.0} s: every check, entry and photo was seen");

        // The sweep runs every 15 seconds and sends messages that are older than 10 seconds, which the last kill may have left.
        await Hosting.Eventually.Holds(async () => await host.CountUnsent() == 0, "all that was committed is sent");
        Assert.Equal(0, (await host.Stop()).ExitCode);
        Assert.Equal(0, await host.CountAzurites());
        await VerifyQueues(host);
        Array.ForEach(phones, phone => phone.Dispose());
    }

    /// <summary>Submits all checks of an owner, then waits for each answer.</summary>
    private async Task<SubmittedCheck[]> Check(Phone phone, int first, int count)
    {
        var submitted = new List<SubmittedCheck>();
        foreach (var number in Enumerable.Range(first, count))
            submitted.Add(await phone.Check($"check {number}", number, () => Interlocked.Increment(ref steps)));
        foreach (var check in submitted)
        {
            await phone.Finished(check.Id);
            Interlocked.Increment(ref steps);
        }
        return [.. submitted];
    }

    /// <summary>Kills the host at random moments of the work, and restarts it each time.</summary>
    private async Task<List<HalfDone>> Kill(MortalHost host, Random random, int kills, int allSteps, Task work, CancellationToken deadline)
    {
        var killed = new List<HalfDone>();
        for (var kill = 0; kill < kills; kill++)
        {
            var moment = (kill + random.NextDouble()) * allSteps / kills;
            while (Volatile.Read(ref steps) < moment && !work.IsCompleted)
                await Task.Delay(1, deadline);
            await Task.Delay(random.Next(50), deadline);
            await host.Kill();
            var left = await host.LookAtFile();
            output.WriteLine($"killed at step {steps} of {allSteps}: {left}");
            killed.Add(left);
            await host.Start();
        }
        return killed;
    }

    private static async Task Verify(Phone phone, SubmittedCheck[] submitted)
    {
        var tasks = await phone.Tasks();
        var ids = submitted.Select(check => check.Id).Order().ToArray();
        Assert.Equal(ids, tasks.Select(task => task.GetProperty("id").GetString()!).Order());
        Assert.Equal(ids.Length, (await phone.Account()).GetProperty("tasks_held").GetInt32());
        Assert.All(tasks, task => Assert.DoesNotContain("run_failed", Reasons(task)));
        // An inbox entry is written shortly after its check is finished.
        await Hosting.Eventually.Holds(async () => (await phone.Inbox()).Length >= ids.Length, "every check has an inbox entry");
        Assert.Equal(ids, (await phone.Inbox()).Order());
        foreach (var check in submitted)
        {
            foreach (var (view, sha256) in check.Photos)
                Assert.Equal(sha256, await phone.StoredPhoto(check.Id, view));
        }
    }

    private static async Task VerifyQueues(MortalHost host)
    {
        using var database = SqliteDatabase.Open(host.Database);
        var counts = await new SqliteQueue(database, TimeProvider.System).Count();
        Assert.All(counts, queue => Assert.Equal(0, queue.DeadLettered));
        // The uploads of a check schedule a clean-up for after the links have expired.
        Assert.Equal(["photo-cleanups"], counts.Select(queue => queue.Queue));
    }

    private static IEnumerable<string?> Reasons(JsonElement task) =>
        task.GetProperty("report").GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString());

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? number : otherwise;
}
