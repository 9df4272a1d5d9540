using SneakerCheck.Hosting.Local;

namespace SneakerCheck.Tests.Hosting;

public sealed class CommandLineTests
{
    private static readonly Command[] Commands =
    [
        new("demo", ["[FOLDER]"], "shows checks", [new("--model", "MODEL", "the model")], TakesHostSettings: true),
        new("import", ["FOLDER"], "imports", [new("--model", "MODEL", "the model", IsRequired: true), new("--url", "URL", "where")])
        {
            Settings = ["Operator__Email"],
        },
    ];

    [Theory]
    [InlineData("--Checks__AuditEvery 5")]
    [InlineData("--Checks__AuditEvery=5")]
    [InlineData("--Checks:AuditEvery 5")]
    [InlineData("demo --Checks__AuditEvery 5")]
    [InlineData("demo photos --Checks__AuditEvery=5")]
    public void A_setting_is_named_as_in_the_environment(string line) => Assert.Equal("5", Read(line).Settings["Checks:AuditEvery"]);

    [Theory]
    [MemberData(nameof(EverySetting))]
    public void Every_setting_of_the_product_can_be_an_option(string name)
    {
        var line = CommandLine.Read([$"--{name}", "x"], Commands, ProductSettings.Names);

        Assert.Equal("x", line.Settings[name.Replace("__", ":")]);
    }

    public static TheoryData<string> EverySetting =>
        [.. ProductSettings.Names, "ASPNETCORE_URLS", "SNEAKERCHECK_DATA", "Logging__LogLevel__Default", "WeChat__Fields__thing1"];

    [Fact]
    public void A_command_has_its_words_and_options()
    {
        var line = Read("import photos --model adidas_superstar --url=http://127.0.0.1:1 --Operator__Email a@example.org");

        Assert.Equal("import", line.Command!.Name);
        Assert.Equal(["photos"], line.Words);
        Assert.Equal(("adidas_superstar", "http://127.0.0.1:1"), (line.Options["--model"], line.Options["--url"]));
        Assert.Equal("a@example.org", line.Settings["Operator:Email"]);
    }

    [Theory]
    [InlineData("demmo", "'demmo' is not a command; the nearest is demo.")]
    [InlineData("--Check__AuditEvery 5", "--Check__AuditEvery is not an option; the nearest is --Checks__AuditEvery.")]
    [InlineData("--Chekcs__AuditEvery=5", "--Chekcs__AuditEvery is not an option; the nearest is --Checks__AuditEvery.")]
    [InlineData("import photos --modle x", "--modle is not an option of import; the nearest is --model.")]
    [InlineData("import photos --model x --Checks__AuditEvery 5", "--Checks__AuditEvery is not an option of import;")]
    [InlineData("--Checks__AuditEvery", "--Checks__AuditEvery needs a value")]
    [InlineData("--Checks__AuditEvery --Push__Timeout 1", "--Checks__AuditEvery needs a value")]
    [InlineData("import photos", "import needs --model MODEL. Usage: import FOLDER --model MODEL [--url URL]")]
    [InlineData("import --model x", "import needs FOLDER.")]
    [InlineData("demo photos more", "demo takes no 'more'. Usage: demo [FOLDER] [--model MODEL]")]
    public void A_mistake_is_one_line_that_names_what_was_meant(string line, string start)
    {
        var message = Assert.Throws<StartupException>(() => Read(line)).Message;

        Assert.StartsWith(start, message);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public void The_help_names_every_command_and_setting(string line)
    {
        Assert.True(Read(line).IsHelp);

        var help = CommandLine.HelpText(null, Commands, ProductSettings.Names);

        Assert.All(Commands, command => Assert.Contains($"  {command.Name} ", help));
        Assert.All(ProductSettings.Names, name => Assert.Contains($"--{name}\n", help));
    }

    [Fact]
    public void The_help_of_a_command_has_its_options()
    {
        var line = Read("import --help");

        Assert.Contains("--url URL", CommandLine.HelpText(line.Command, Commands, ProductSettings.Names));
    }

    private static CommandLine Read(string line) => CommandLine.Read(line.Split(' '), Commands, ProductSettings.Names);
}
