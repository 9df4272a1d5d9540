using System.Diagnostics;

namespace SneakerCheck.Tests.Hosting;

/// <summary>Waits for what must come true, not for a time.</summary>
internal static class Eventually
{
    // Only a broken product reaches it, however busy the machine is.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    /// <summary>Returns as soon as the condition holds; fails the test when it does not within the deadline.</summary>
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

    /// <summary>Returns as soon as the condition holds; fails the test when it does not within the deadline.</summary>
    public static Task Holds(Func<bool> condition, string what) => Holds(() => Task.FromResult(condition()), what);
}
