using SneakerCheck.Commands;

namespace SneakerCheck.Tests.Commands;

public sealed class GaugeTests
{
    [Theory]
    [InlineData("sharpness", 100, "≥ 50", 0.25, 1, 0.5)]
    [InlineData("sharpness", 900, "≥ 50", 0.25, 1, 1)]
    [InlineData("mean_luma", 51, "51 – 204", 0.2, 0.8, 0.2)]
    [InlineData("shadow", 0.6, "≤ 0.4", 0, 0.4, 0.6)]
    [InlineData("seen_before", 0.95, "< 0.9", 0, 0.9, 0.95)]
    public void The_mark_and_the_limits_are_on_one_scale(string name, double value, string limit, double from, double to, double at)
    {
        var gauge = Gauge.Of(name, value, limit)!;

        Assert.Equal((from, to, at), (Math.Round(gauge.From, 6), Math.Round(gauge.To, 6), Math.Round(gauge.Value, 6)));
    }

    [Fact]
    public void Limits_that_span_powers_of_ten_are_on_a_logarithmic_scale()
    {
        var gauge = Gauge.Of("pixels", 2_000_000, "400000 – 64000000")!;

        Assert.InRange(gauge.From, 0.2, 0.5);
        Assert.True(gauge.From < gauge.Value && gauge.Value < gauge.To);
        Assert.Equal(1, gauge.To);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a sentence of four")]
    public void What_has_no_limit_has_no_gauge(string? limit) => Assert.Null(Gauge.Of("camera", 1, limit));
}
