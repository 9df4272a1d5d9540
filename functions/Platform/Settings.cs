using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SneakerCheck.Platform;

/// <summary>Settings are wrong. The message is one line that names each of them and says what it should hold.</summary>
public sealed class SettingsException(string message) : Exception(message);

/// <summary>How the settings of one section are validated.</summary>
/// <param name="Name">The section, for example <c>Checks</c>.</param>
/// <param name="Options">The class whose properties are the section's settings.</param>
/// <param name="Validate">Returns one sentence for each setting that is wrong.</param>
public sealed record SettingsSection(string Name, Type Options, Func<IEnumerable<string>> Validate);

/// <summary>Validates settings before anything starts.</summary>
public static class Settings
{
    /// <summary>Adds the settings of a section, which <see cref="RequireValidSettings"/> validates.</summary>
    /// <param name="validate">Runs once names and types are right; returns one sentence for each setting that is wrong.</param>
    public static IServiceCollection AddSettings<T>(
        this IServiceCollection services, IConfigurationSection section, Func<T, IEnumerable<string>> validate)
        where T : class, new()
    {
        services.AddOptions<T>().Bind(section);
        return services.AddSingleton(new SettingsSection(section.Path, typeof(T), ValidateSection));

        IEnumerable<string> ValidateSection()
        {
            var unreadable = SettingNames.Validate(section, typeof(T)).ToArray();
            return unreadable.Length > 0 ? unreadable : validate(section.Get<T>() ?? new T());
        }
    }

    /// <summary>Throws unless every setting is valid.</summary>
    /// <exception cref="SettingsException">One or more are not.</exception>
    public static void RequireValidSettings(this IServiceCollection services, IConfiguration configuration)
    {
        Require(Sections(services).SelectMany(section => section.Validate())
            .Concat(ValidateLogLevels(configuration.GetSection("Logging"))));
    }

    /// <summary>Throws if the name of a setting is almost one that a registered section has.</summary>
    /// <param name="single">Names of settings that are in no section.</param>
    /// <exception cref="SettingsException">One or more are misspelt.</exception>
    public static void RequireKnownSettings(
        this IServiceCollection services, IConfiguration configuration, params IReadOnlyCollection<string> single) =>
        Require(SettingNames.Misspelt(configuration, [.. Sections(services)], single));

    /// <summary>The full name of each setting that the registered sections have, for example <c>Checks__AuditEvery</c>.</summary>
    public static IEnumerable<string> SettingsOf(this IServiceCollection services) => SettingNames.Known(Sections(services));

    /// <summary>The known name that resembles this one most.</summary>
    public static string Nearest(string name, IEnumerable<string> known) => SettingNames.Nearest(name, known);

    private static IEnumerable<SettingsSection> Sections(IServiceCollection services) => services
        .Select(service => service.IsKeyedService ? null : service.ImplementationInstance)
        .OfType<SettingsSection>();

    private static void Require(IEnumerable<string> errors)
    {
        var line = string.Join(' ', errors);
        if (line.Length > 0)
            throw new SettingsException(line);
    }

    // The logging framework rejects a wrong level too, but does not name the category.
    private static IEnumerable<string> ValidateLogLevels(IConfigurationSection logging) =>
        from setting in logging.AsEnumerable()
        where setting.Value is not null && setting.Key.Contains(":LogLevel:", StringComparison.OrdinalIgnoreCase)
        where !Enum.TryParse<LogLevel>(setting.Value, ignoreCase: true, out _)
        select $"{SettingNames.Shown(setting.Key)} must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}.";
}
