using SneakerCheck.Gigs.Reviews;

namespace SneakerCheck.Tests.Gigs.Reviews;

/// <summary>What gold says about a grader.</summary>
public sealed class GraderRecordTests
{
    [Fact]
    public void Each_answer_is_counted_under_its_label()
    {
        var record = GraderRecord.New
            .After(true, Verdict.True)
            .After(true, Verdict.Fake)
            .After(false, Verdict.Fake)
            .After(false, Verdict.True)
            .After(true, Verdict.NotSure);

        Assert.Equal(new GraderRecord(1, 1, 1, 1, 1), record);
        Assert.Equal((4, 5), (record.Answered, record.Gold));
    }

    [Theory]
    // By the formula of Wilson (1927) at z = 1.96, as tables have it: 12 of 20, 13 of 20, and 20 of 20.
    [InlineData(12, 20, 0.7811, true)]
    [InlineData(13, 20, 0.8188, false)]
    [InlineData(20, 20, 1.0, false)]
    public void Whoever_cannot_be_accurate_enough_is_excluded_after_twenty_answers(int right, int of, double atMost, bool isExcluded)
    {
        var record = new GraderRecord(right, of - right, 0, 0, 0);

        Assert.Equal(atMost, record.AccuracyAtMost, 3);
        Assert.Equal(isExcluded, record.IsExcluded);
    }

    [Fact]
    public void Nobody_is_excluded_before_that() => Assert.False(new GraderRecord(0, 19, 0, 0, 0).IsExcluded);
}
