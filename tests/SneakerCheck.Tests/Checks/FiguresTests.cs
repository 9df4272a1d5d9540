using SneakerCheck.Checks;

namespace SneakerCheck.Tests.Checks;

/// <summary>Numbers in reports are rounded, but never to the other side of their limit.</summary>
public sealed class FiguresTests
{
    [Theory]
    [InlineData(36.2802, 50d, null, "36")]
    [InlineData(49.96, 50d, null, "49.96")]
    [InlineData(49.99996, 50d, null, "49.99996")]
    [InlineData(50.04, 50d, null, "50")]
    [InlineData(50, 50d, null, "50")]
    [InlineData(215.4, null, 215d, "215.4")]
    [InlineData(214.96, null, 215d, "215")]
    [InlineData(50.02, 50.03d, null, "50")]
    [InlineData(50.04, 50.03d, null, "50.04")]
    public void A_number_is_rounded_unless_that_would_change_what_it_says(double value, double? minimum, double? maximum, string text)
    {
        Assert.Equal(text, Figures.Text(Figures.Round(value, 0, minimum, maximum)));
    }

    [Fact]
    public void Rounding_never_crosses_a_limit()
    {
        var random = new Random(20261125);
        for (var i = 0; i < 100_000; i++)
        {
            var limit = Math.Round(random.NextDouble() * 100, random.Next(0, 3));
            var value = limit + ((random.NextDouble() - 0.5) * Math.Pow(10, -random.Next(0, 9)));
            var rounded = Figures.Round(value, random.Next(0, 3), limit, limit);
            Assert.Equal((value < limit, value > limit), (rounded < limit, rounded > limit));
        }
    }

    [Theory]
    [InlineData(0.55, "55%")]
    [InlineData(0.401, "40.1%")]
    [InlineData(0.02, "2%")]
    [InlineData(0, "0%")]
    public void A_share_is_a_percentage(double share, string text) => Assert.Equal(text, Figures.Percent(share));

    [Theory]
    [InlineData(1, "1 KB")]
    [InlineData(85 * 1024, "85 KB")]
    [InlineData(2_411_725, "2.3 MB")]
    [InlineData(20 * 1024 * 1024, "20 MB")]
    public void A_size_is_in_kilobytes_or_megabytes(long bytes, string text) => Assert.Equal(text, Figures.Bytes(bytes));

    [Theory]
    [InlineData(0.00001, 0.05, "< 0.001")]
    [InlineData(0.05, 0.05, "= 0.05")]
    [InlineData(0.0501, 0.05, "= 0.0501")]
    [InlineData(0.047619047619047616, 0.05, "= 0.048")]
    [InlineData(1, 0.05, "= 1")]
    public void A_p_value_stays_on_its_side_of_the_bound(double p, double bound, string text) => Assert.Equal(text, Figures.P(p, bound));
}
