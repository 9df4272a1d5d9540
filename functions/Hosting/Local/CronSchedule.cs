using System.Collections.Immutable;
using System.Numerics;

namespace SneakerCheck.Hosting.Local;

/// <summary>
/// A schedule of six fields, second minute hour day month weekday, as Azure's timers read it (NCRONTAB). A field is a list
/// of <c>*</c>, <c>a</c> or <c>a-b</c>, each with an optional step <c>/n</c>; <c>a/n</c> means from a to the field's end.
/// Months and weekdays may be English names of three letters; Sunday is 0. Unlike in Unix cron, a day must meet both the
/// day and the weekday field. With five fields, seconds are 0. All times are UTC.
/// </summary>
public sealed class CronSchedule
{
    /// <summary>The 29th of February falls on a given weekday at least once in so many years.</summary>
    private const int YearsToSearch = 40;

    private static readonly Field[] Fields =
    [
        new("second", 0, 59), new("minute", 0, 59), new("hour", 0, 23), new("day", 1, 31),
        new("month", 1, 12, "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        new("weekday", 0, 6, "sun", "mon", "tue", "wed", "thu", "fri", "sat"),
    ];

    /// <summary>For each field, a bit for every value that it allows.</summary>
    private readonly ulong[] allowed;

    private CronSchedule(ulong[] allowed) => this.allowed = allowed;

    /// <summary>Reads a schedule.</summary>
    /// <exception cref="FormatException">It is not one, or no moment ever meets it.</exception>
    public static CronSchedule Parse(string expression)
    {
        var texts = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (texts.Length == Fields.Length - 1)
            texts = ["0", .. texts];
        if (texts.Length != Fields.Length)
            throw new FormatException($"'{expression}' does not have six fields.");
        var schedule = new CronSchedule([.. Fields.Zip(texts, (field, text) => field.Parse(text))]);
        _ = schedule.Next(DateTimeOffset.UnixEpoch);
        return schedule;
    }

    /// <summary>The first moment of the schedule that is later than <paramref name="after"/>.</summary>
    public DateTimeOffset Next(DateTimeOffset after)
    {
        var start = new DateTimeOffset(after.UtcTicks - (after.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero).AddSeconds(1);
        var firstDay = new DateTimeOffset(start.Date, TimeSpan.Zero);
        for (var day = firstDay; day < firstDay.AddYears(YearsToSearch); day = day.AddDays(1))
        {
            if (Allows(4, day.Month) && Allows(3, day.Day) && Allows(5, (int)day.DayOfWeek)
                && TimeOfDay(day == firstDay ? start.TimeOfDay : TimeSpan.Zero) is { } time)
                return day + time;
        }
        throw new FormatException("No moment ever meets this schedule.");
    }

    /// <summary>The first allowed time of a day that is not before <paramref name="from"/>.</summary>
    private TimeSpan? TimeOfDay(TimeSpan from)
    {
        for (var hour = NextValue(2, from.Hours); hour < 24; hour = NextValue(2, hour + 1))
        {
            var isFirstHour = hour == from.Hours;
            for (var minute = NextValue(1, isFirstHour ? from.Minutes : 0); minute < 60; minute = NextValue(1, minute + 1))
            {
                var second = NextValue(0, isFirstHour && minute == from.Minutes ? from.Seconds : 0);
                if (second < 60)
                    return new TimeSpan(hour, minute, second);
            }
        }
        return null;
    }

    private bool Allows(int field, int value) => (allowed[field] >> value & 1) == 1;

    /// <summary>The least allowed value that is not below <paramref name="from"/>; 64 where there is none.</summary>
    private int NextValue(int field, int from) => BitOperations.TrailingZeroCount(allowed[field] & (ulong.MaxValue << from));

    private sealed record Field(string Name, int Least, int Greatest, params ImmutableArray<string> Names)
    {
        public ulong Parse(string text) => text.Split(',').Aggregate(0UL, (bits, part) => bits | Part(part));

        private ulong Part(string part)
        {
            var slash = part.Split('/');
            var step = slash.Length == 2 ? Number(slash[1]) : 1;
            var range = slash[0] == "*" ? [] : slash[0].Split('-');
            var first = range.Length == 0 ? Least : Value(range[0]);
            var last = range.Length == 2 ? Value(range[1]) : range.Length == 1 && slash.Length == 1 ? first : Greatest;
            if (slash.Length > 2 || range.Length > 2 || step == 0 || first > last)
                throw Wrong(part);
            var bits = 0UL;
            for (var value = first; value <= last; value += step)
                bits |= 1UL << value;
            return bits;
        }

        private int Value(string text)
        {
            var name = Names.IndexOf(text.ToLowerInvariant());
            var value = name >= 0 ? name + Least : Number(text);
            return value >= Least && value <= Greatest ? value : throw Wrong(text);
        }

        private int Number(string text) =>
            text.Length is 1 or 2 && int.TryParse(text, System.Globalization.NumberStyles.None, null, out var number) ? number : throw Wrong(text);

        private FormatException Wrong(string text) => new($"'{text}' is not a {Name}, {Least} to {Greatest}.");
    }
}
