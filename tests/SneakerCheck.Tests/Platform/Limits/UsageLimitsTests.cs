using SneakerCheck.Platform.Documents.Sqlite;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Limits;
using SneakerCheck.Tests.Platform.Documents;
using SneakerCheck.Tests.Platform.Documents.Sqlite;

namespace SneakerCheck.Tests.Platform.Limits;

/// <summary>A limit holds across instances and parallel requests, and ends with its window.</summary>
public sealed class UsageLimitsTests : IDisposable
{
    private static readonly Limit Five = Limit.Hourly("things", 5);

    private readonly SqliteFile file = new();
    private readonly ManualTime time = new();
    private readonly UsageLimits limits;

    public UsageLimitsTests() => limits = Instance();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Parallel_uses_on_several_instances_stop_at_the_limit()
    {
        var instances = Enumerable.Range(0, 4).Select(_ => Instance()).ToArray();

        var waits = await Task.WhenAll(Enumerable.Range(0, 40).Select(use => Task.Run(() => TryTake(instances[use % 4], "a"))));

        Assert.Equal(5, waits.Count(wait => wait is null));
        Assert.Equal(5, await limits.Used(Five, "a", CancellationToken.None));
    }

    [Fact]
    public async Task A_window_begins_with_the_first_use_and_ends_whatever_was_tried_meanwhile()
    {
        await limits.Take(Five, "a", 5, CancellationToken.None);
        time.Advance(TimeSpan.FromMinutes(50));

        var refused = await Assert.ThrowsAsync<Refusal>(() => limits.Take(Five, "a", 1, CancellationToken.None));
        time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal((429, "too_many_requests", TimeSpan.FromMinutes(10)), (refused.Status, refused.Code, refused.RetryAfter));
        Assert.Equal(0, await limits.Used(Five, "a", CancellationToken.None));
        Assert.Null(await TryTake(limits, "a"));
        Assert.Equal(1, await limits.Used(Five, "a", CancellationToken.None));
    }

    [Fact]
    public async Task Amounts_that_do_not_fit_use_nothing()
    {
        await limits.Take(Five, "a", 3, CancellationToken.None);

        Assert.NotNull(await limits.TryTake(Five, "a", 3, CancellationToken.None));
        Assert.Equal(TimeSpan.FromHours(1), await limits.TryTake(Five, "b", 6, CancellationToken.None));

        Assert.Null(await limits.TryTake(Five, "a", 2, CancellationToken.None));
        Assert.Equal(0, await limits.Used(Five, "b", CancellationToken.None));
    }

    [Fact]
    public async Task Keys_and_names_are_counted_apart()
    {
        await limits.Take(Five, "a", 5, CancellationToken.None);

        Assert.NotNull(await TryTake(limits, "a"));
        Assert.Null(await TryTake(limits, "b"));
        Assert.Null(await limits.TryTake(Five with { Name = "others" }, "a", 1, CancellationToken.None));
    }

    [Fact]
    public async Task What_is_given_back_can_be_used_again_and_never_becomes_more()
    {
        await limits.Take(Five, "a", 5, CancellationToken.None);
        await limits.GiveBack(Five, "a", 1, CancellationToken.None);
        Assert.Null(await TryTake(limits, "a"));
        Assert.NotNull(await TryTake(limits, "a"));

        await limits.GiveBack(Five, "a", 6, CancellationToken.None);
        await limits.GiveBack(Five, "never used", 1, CancellationToken.None);

        Assert.Equal(5, await limits.Used(Five, "a", CancellationToken.None));
        await limits.Reset(Five, "a", CancellationToken.None);
        Assert.Equal(0, await limits.Used(Five, "a", CancellationToken.None));
    }

    [Fact]
    public async Task Keys_are_not_stored_as_they_are()
    {
        await limits.Take(Five, "203.0.113.0/24", 1, CancellationToken.None);

        var stored = await file.Database.Read(connection => connection.Query(
            "SELECT partition || id || value FROM documents", row => row.GetString(0)));

        Assert.DoesNotContain("203.0.113", Assert.Single(stored));
    }

    private static Task<TimeSpan?> TryTake(UsageLimits limits, string key) => limits.TryTake(Five, key, 1, CancellationToken.None);

    private UsageLimits Instance() => new(new SqliteDocuments(file.Database, time), new InstantTime(time));
}
