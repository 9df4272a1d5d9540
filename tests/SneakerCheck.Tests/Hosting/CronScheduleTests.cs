using SneakerCheck.Hosting.Local;

namespace SneakerCheck.Tests.Hosting;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("* * * * * *", "2026-11-21T09:00:00", "2026-11-21T09:00:01")]
    [InlineData("0 */5 * * * *", "2026-11-21T09:00:00", "2026-11-21T09:05:00")]
    [InlineData("0 */5 * * * *", "2026-11-21T23:57:30", "2026-11-22T00:00:00")]
    [InlineData("*/10 * * * * *", "2026-11-21T09:00:59.9", "2026-11-21T09:01:00")]
    [InlineData("0 30 3 * * *", "2026-12-31T03:30:00", "2027-01-01T03:30:00")]
    [InlineData("0 0 9-17/4 * * *", "2026-11-21T09:00:00", "2026-11-21T13:00:00")]
    [InlineData("0 0 9-17/4 * * *", "2026-11-21T17:00:00", "2026-11-22T09:00:00")]
    [InlineData("30 10/20 * * * *", "2026-11-21T09:10:30", "2026-11-21T09:30:30")]
    [InlineData("0 15,45 * * * *", "2026-11-21T09:15:00", "2026-11-21T09:45:00")]
    [InlineData("0 0 0 31 * *", "2026-01-31T00:00:00", "2026-03-31T00:00:00")]
    [InlineData("0 0 0 29 2 *", "2096-02-29T00:00:00", "2104-02-29T00:00:00")]
    [InlineData("0 0 0 29 Feb Mon", "2016-02-29T00:00:00", "2044-02-29T00:00:00")]
    [InlineData("0 0 8 * * MON-FRI", "2026-11-20T08:00:00", "2026-11-23T08:00:00")]
    [InlineData("0 0 8 13 * 5", "2026-11-13T08:00:00", "2027-08-13T08:00:00")]
    [InlineData("0 0 * * 0", "2026-11-21T09:00:00", "2026-11-22T00:00:00")]
    public void The_next_moment_is_the_first_later_one_that_meets_all_fields(string expression, string after, string expected) =>
        Assert.Equal(Utc(expected), CronSchedule.Parse(expression).Next(Utc(after)));

    [Fact]
    public void Moments_are_counted_in_UTC_whatever_the_offset_of_the_clock() =>
        Assert.Equal(
            Utc("2026-11-21T03:30:00"),
            CronSchedule.Parse("0 30 3 * * *").Next(new DateTimeOffset(2026, 11, 21, 11, 29, 59, TimeSpan.FromHours(8))));

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("* * * * * * *")]
    [InlineData("60 * * * * *")]
    [InlineData("* * 24 * * *")]
    [InlineData("* * * 0 * *")]
    [InlineData("* * * * 13 *")]
    [InlineData("* * * * * 7")]
    [InlineData("5-1 * * * * *")]
    [InlineData("*/0 * * * * *")]
    [InlineData("1,,2 * * * * *")]
    [InlineData("+1 * * * * *")]
    [InlineData("1-2-3 * * * * *")]
    [InlineData("0 0 0 30 2 *")]
    public void What_no_moment_can_meet_is_refused(string expression) =>
        Assert.Throws<FormatException>(() => CronSchedule.Parse(expression));

    private static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, null, System.Globalization.DateTimeStyles.AssumeUniversal);
}
