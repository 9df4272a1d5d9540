using System.Diagnostics;

namespace SneakerCheck.Tests.Hosting;

/// <summary>Waits for a condition instead of a fixed time.</summary>
internal static class Eventually
{
    // Generous, so that only a broken product reaches it and not a busy machine.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    /// <summary>Returns as soon as the condition holds. Fails the test if it does not hold within the deadline.</summary>
    public static async Task Holds(Func<Task<bool>> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > Deadline)
                Assert.Fail($"Not within {Deadline.TotalSeconds} s: {what}.");
            await Task.Delay(20);
        }
    }

    /// <summary>Returns as soon as the condition holds. Fails the test if it does not hold within the deadline.</summary>
    public static Task Holds(Func<bool> condition, string what) => Holds(() => Task.FromResult(condition()), what);
}
