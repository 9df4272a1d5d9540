using SneakerCheck.Commands;

namespace SneakerCheck.Tests.Commands;

public sealed class ProgressLineTests
{
    [Fact]
    public void In_a_file_it_is_one_line()
    {
        var output = new StringWriter { NewLine = "\n" };
        var progress = new ProgressLine(output, "exemplars", isTerminal: false);

        for (var done = 0; done <= 100; done++)
            progress.Show(done, 100);
        progress.End("100 photos");

        Assert.Equal("exemplars  100 photos\n", output.ToString());
    }

    [Fact]
    public void On_a_terminal_it_is_drawn_over_itself()
    {
        var output = new StringWriter { NewLine = "\n" };
        var progress = new ProgressLine(output, "exemplars", isTerminal: true);

        progress.Show(1, 2);
        progress.Show(2, 2);
        progress.End("2 photos");

        var drawn = output.ToString().Split('\r');
        Assert.Contains("[############............] 1 of 2", drawn[1]);
        Assert.Contains("[########################] 2 of 2", drawn[2]);
        Assert.StartsWith("exemplars  2 photos", drawn[3]);
        // What was longer is wiped out.
        Assert.True(drawn[3].TrimEnd('\n').Length >= drawn[2].Length);
        Assert.Single(output.ToString(), character => character == '\n');
    }
}
