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
                var nearest = known.MinBy(candidate => Distance(candidate.Name, setting.Key))!;
                yield return $"{Shown(setting.Path)} is not a setting; the nearest is {Shown(section.Path)}__{nearest.Name}.";
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

    /// <summary>Levenshtein's distance, ignoring case.</summary>
    private static int Distance(string one, string other)
    {
        var (from, to) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        foreach (var letter in from)
        {
            var diagonal = row[0]++;
            for (var i = 1; i <= to.Length; i++)
                (diagonal, row[i]) = (row[i], Math.Min(Math.Min(row[i], row[i - 1]) + 1, diagonal + (to[i - 1] == letter ? 0 : 1)));
        }
        return row[^1];
    }
}
