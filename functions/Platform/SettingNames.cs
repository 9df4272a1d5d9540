using Microsoft.Extensions.Configuration;

namespace SneakerCheck.Platform;

/// <summary>Compares the names and values of a configuration section with the properties of its options class.</summary>
internal static class SettingNames
{
    /// <summary>A setting's name as it is written in the environment and in app settings, for example <c>Checks__AuditEvery</c>.</summary>
    public static string Shown(string key) => key.Replace(":", "__");

    /// <summary>One sentence for each setting without a property and each value that does not fit its property's type.</summary>
    public static IEnumerable<string> Validate(IConfigurationSection section, Type options)
    {
        var known = options.GetProperties().Where(property => property.SetMethod is { IsPublic: true }).ToArray();
        foreach (var setting in section.GetChildren())
        {
            var property = known.FirstOrDefault(candidate => candidate.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                var nearest = Nearest(setting.Key, known.Select(candidate => candidate.Name));
                yield return $"{Shown(setting.Path)} is not a setting; the nearest is {Shown(section.Path)}__{nearest}.";
            }
            else if (ValidateValue(setting, property.PropertyType) is { } error)
            {
                yield return $"{Shown(setting.Path)} {error}.";
            }
        }
    }

    private static string? ValidateValue(IConfigurationSection setting, Type type)
    {
        if (type == typeof(Dictionary<string, string>))
            return string.IsNullOrEmpty(setting.Value) ? null : "holds settings by name, and no value of its own";
        if (setting.GetChildren().FirstOrDefault() is { } deeper)
            return $"holds one value; {Shown(deeper.Path)} is not a setting";
        if (setting.Value is null)
            return null;
        return (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            var text when text == typeof(string) => null,
            var truth when truth == typeof(bool) => bool.TryParse(setting.Value, out _) ? null : "must be true or false",
            var number when number == typeof(int) => int.TryParse(setting.Value, out _) ? null : "must be a whole number",
            var span when span == typeof(TimeSpan) =>
                TimeSpan.TryParse(setting.Value, null, out _) ? null : "must be a duration such as 00:00:20 (hours:minutes:seconds)",
            var other => throw new NotSupportedException($"Settings of type {other} are not supported."),
        };
    }

    /// <summary>
    /// One sentence for each setting whose name is almost one of ours. The environment holds names of other programs too, so a name
    /// that resembles none of ours is left alone.
    /// </summary>
    /// <param name="single">Names of settings that are in no section.</param>
    public static IEnumerable<string> Misspelt(
        IConfiguration configuration, IReadOnlyCollection<SettingsSection> sections, IReadOnlyCollection<string> single)
    {
        string[] sectionNames = [.. sections.Select(section => section.Name).Distinct(), "Logging"];
        string[] names = [.. Known(sections), .. single];
        foreach (var setting in configuration.GetChildren())
        {
            if (sectionNames.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)
                || single.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                continue;
            var isOurs = setting.GetChildren().Any()
                ? sectionNames.Any(name => IsNear(setting.Key, name))
                : names.Any(name => IsNear(setting.Key, name)) || single.Any(name => IsSibling(setting.Key, name));
            if (isOurs)
            {
                var full = Shown(setting.AsEnumerable().LastOrDefault(leaf => leaf.Value is not null).Key ?? setting.Path);
                yield return Unknown(full, names);
            }
        }
    }

    /// <summary>The full name of each setting of these sections, as it is written in the environment.</summary>
    public static IEnumerable<string> Known(IEnumerable<SettingsSection> sections) =>
        (from section in sections
         from property in section.Options.GetProperties()
         where property.SetMethod is { IsPublic: true }
         select $"{section.Name}__{property.Name}").Distinct();

    /// <summary>The sentence that refuses a name and suggests the nearest one.</summary>
    public static string Unknown(string name, IEnumerable<string> known) =>
        $"{name} is not a setting; the nearest is {Nearest(name, known)}.";

    /// <summary>The known name with the least edits to this one.</summary>
    public static string Nearest(string name, IEnumerable<string> known) => known.MinBy(candidate => Distance(candidate, name))!;

    // SNEAKERCHECK_DAT is near to SNEAKERCHECK_DATA; SNEAKERCHECK_FOLDER is not, but nobody else's either.
    private static bool IsSibling(string name, string known) =>
        known.StartsWith("SNEAKERCHECK_", StringComparison.Ordinal)
        && name.StartsWith("SNEAKERCHECK_", StringComparison.OrdinalIgnoreCase);

    private static bool IsNear(string name, string known) =>
        Distance(name, known) is > 0 and var edits && edits <= Math.Clamp(known.Length / 4, 1, 3);

    /// <summary>The edits between two names, ignoring case. Two letters swapped are one edit.</summary>
    private static int Distance(string one, string other)
    {
        var (from, to) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        var edits = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
                edits[i, j] = i == 0 || j == 0 ? i + j : Least(i, j);
        }
        return edits[from.Length, to.Length];

        int Least(int i, int j)
        {
            var replaced = edits[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
            var least = Math.Min(replaced, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
            return i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]
                ? Math.Min(least, edits[i - 2, j - 2] + 1)
                : least;
        }
    }
}
