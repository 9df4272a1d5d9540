namespace SneakerCheck.Hosting.Local;

/// <summary>An option of a command.</summary>
/// <param name="Name">For example <c>--model</c>.</param>
/// <param name="Value">What its value is, for the help; empty for a flag.</param>
public sealed record CommandOption(string Name, string Value, string Meaning, bool IsRequired = false);

/// <summary>A command of the program.</summary>
/// <param name="Words">The names of its words, for the help. A name in brackets may be left out.</param>
/// <param name="TakesHostSettings">Whether it starts a host, which reads every setting.</param>
public sealed record Command(
    string Name, IReadOnlyList<string> Words, string Meaning, IReadOnlyList<CommandOption> Options, bool TakesHostSettings = false)
{
    /// <summary>The settings that it reads if it starts no host.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    public int RequiredWords => Words.Count(word => !word.StartsWith('['));

    internal string Usage => string.Join(
        ' ',
        [Name, .. Words, .. Options.Select(option => option.IsRequired ? Shown(option) : $"[{Shown(option)}]")]);

    internal static string Shown(CommandOption option) => $"{option.Name} {option.Value}".TrimEnd();
}

/// <summary>The command line, understood: a command, its words and options, and settings.</summary>
/// <param name="Command">The command; null to serve.</param>
/// <param name="Options">Values by the option's name.</param>
/// <param name="Settings">Settings by full name with colons, for example <c>Checks:AuditEvery</c>.</param>
public sealed record CommandLine(
    Command? Command,
    IReadOnlyList<string> Words,
    IReadOnlyDictionary<string, string> Options,
    IReadOnlyDictionary<string, string?> Settings)
{
    /// <summary>Settings of the Local host that are in no section.</summary>
    public static readonly IReadOnlyList<string> HostSettings = ["ASPNETCORE_URLS", "SNEAKERCHECK_DATA"];

    private const string LogLevels = "Logging__LogLevel__";
    private const string Help = "--help";
    private const string Program = "dotnet run --project functions --";

    /// <summary>Whether the help is asked for.</summary>
    public bool IsHelp { get; private init; }

    /// <summary>Reads the command line.</summary>
    /// <param name="commands">Every command of the program.</param>
    /// <param name="settings">The full name of every setting that a host reads.</param>
    /// <exception cref="StartupException">A word, an option or a setting is unknown, lacks its value, or is missing.</exception>
    public static CommandLine Read(IReadOnlyList<string> arguments, IReadOnlyList<Command> commands, IReadOnlyList<string> settings)
    {
        var words = new List<string>();
        var options = new Dictionary<string, string>();
        var given = new Dictionary<string, string?>();
        Command? command = null;
        var isHelp = arguments.Any(argument => argument is Help or "-h" or "-?") || arguments is ["help", ..];
        if (isHelp)
            return new CommandLine(commands.FirstOrDefault(known => arguments.Contains(known.Name)), [], options, given) { IsHelp = true };
        for (var place = 0; place < arguments.Count; place++)
        {
            var argument = arguments[place];
            if (argument.StartsWith('-'))
                AddOption(argument, ref place);
            else if (command is null && words.Count == 0)
                command = Find(argument, commands);
            else if (words.Count < command!.Words.Count)
                words.Add(argument);
            else
                throw new StartupException($"{command.Name} takes no '{argument}'. Usage: {command.Usage}");
        }
        if (command is not null)
            RequireComplete(command, words, options);
        return new CommandLine(command, words, options, given);

        void AddOption(string argument, ref int place)
        {
            var (name, value) = argument.IndexOf('=') is > 0 and var equals
                ? (argument[..equals], argument[(equals + 1)..])
                : (argument, null);
            var option = command?.Options.FirstOrDefault(known => known.Name == name);
            var setting = name.TrimStart('-').Replace(":", "__");
            if (option is null && !IsSetting(setting))
                throw Unknown(name);
            if (option is { Value.Length: 0 })
            {
                options[option.Name] = value ?? "true";
                return;
            }
            if (value is null && (++place == arguments.Count || arguments[place].StartsWith("--", StringComparison.Ordinal)))
                throw new StartupException($"{name} needs a value: {name} {option?.Value ?? "VALUE"}");
            value ??= arguments[place];
            if (option is null)
                given[setting.Replace("__", ":")] = value;
            else
                options[option.Name] = value;
        }

        bool IsSetting(string name) => Known().Contains(name, StringComparer.OrdinalIgnoreCase)
            || (command is null or { TakesHostSettings: true }
                && (name.StartsWith(LogLevels, StringComparison.OrdinalIgnoreCase)
                    || name.StartsWith("WeChat__Fields__", StringComparison.OrdinalIgnoreCase)));

        IEnumerable<string> Known() => command is null or { TakesHostSettings: true } ? [.. settings, .. HostSettings] : command.Settings;

        StartupException Unknown(string name)
        {
            string[] known = [.. command?.Options.Select(option => option.Name) ?? [], .. Known().Select(setting => $"--{setting}"), Help];
            var what = command is null ? "an option" : $"an option of {command.Name}";
            return new StartupException(
                $"{name} is not {what}; the nearest is {Platform.Settings.Nearest(name, known)}. {Help} lists what there is.");
        }
    }

    /// <summary>The help: of one command, or of the program.</summary>
    public static string HelpText(Command? command, IReadOnlyList<Command> commands, IReadOnlyList<string> settings)
    {
        if (command is not null)
        {
            var lines = command.Options.Select(option => Row(Command.Shown(option), option.Meaning));
            var own = command.Settings.Count > 0
                ? $"\nSettings, as --Name value or in the environment: {string.Join(", ", command.Settings)}\n"
                : "";
            return $"{command.Meaning}\n\nUsage: {Program} {command.Usage}\n\n{string.Concat(lines)}{own}";
        }
        var rows = commands.Select(known => Row($"{known.Name} {string.Join(' ', known.Words)}".TrimEnd(), known.Meaning));
        return "SneakerCheck, the trust desk of a sneaker marketplace: the whole back end in one process.\n\n"
            + $"Usage: {Program} [COMMAND] [--Setting value …]\n\n"
            + Row("(no command)", $"serves, at {LocalHost.DefaultAddress} unless ASPNETCORE_URLS says otherwise")
            + string.Concat(rows)
            + Row("COMMAND --help", "the command's options")
            + "\nSettings, as --Name value, as --Name=value or in the environment; README.md says what each means:\n"
            + string.Concat(HostSettings.Concat(settings).Append(LogLevels + "Default").Select(name => $"  --{name}\n"));
    }

    private static Command Find(string word, IReadOnlyList<Command> commands) => commands.FirstOrDefault(known => known.Name == word)
        ?? throw new StartupException(
            $"'{word}' is not a command; the nearest is {Platform.Settings.Nearest(word, commands.Select(known => known.Name))}. "
            + $"{Help} lists what there is.");

    private static void RequireComplete(Command command, List<string> words, Dictionary<string, string> options)
    {
        if (words.Count < command.RequiredWords)
            throw new StartupException($"{command.Name} needs {command.Words[words.Count]}. Usage: {command.Usage}");
        if (command.Options.FirstOrDefault(option => option.IsRequired && !options.ContainsKey(option.Name)) is { } missing)
            throw new StartupException($"{command.Name} needs {Command.Shown(missing)}. Usage: {command.Usage}");
    }

    private static string Row(string what, string meaning) => $"  {what,-34} {meaning}\n";
}
