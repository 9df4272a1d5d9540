using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SneakerCheck.Platform;

/// <summary>Settings that are wrong; the message is one line that names each and says what it should hold.</summary>
public sealed class SettingsException(string message) : Exception(message);

/// <summary>What is demanded of the settings of one section.</summary>
/// <param name="Name">The section, for example <c>Checks</c>.</param>
/// <param name="Options">The class whose properties are the section's settings.</param>
/// <param name="Faults">Looks at the settings; each fault is a sentence.</param>
public sealed record SettingsSection(string Name, Type Options, Func<IEnumerable<string>> Faults);

/// <summary>Settings that are looked at before anything starts.</summary>
public static class Settings
{
    /// <summary>Adds the settings of a section, which <see cref="DemandSettings"/> then looks at.</summary>
    /// <param name="services">Get the options.</param>
    /// <param name="section">Where the settings are.</param>
    /// <param name="faults">What is wrong with settings that could be read.</param>
    public static IServiceCollection AddSettings<T>(
        this IServiceCollection services, IConfigurationSection section, Func<T, IEnumerable<string>> faults)
        where T : class, new()
    {
        services.AddOptions<T>().Bind(section);
        return services.AddSingleton(new SettingsSection(section.Path, typeof(T), Look));

        IEnumerable<string> Look()
        {
            var unread = SettingNames.Faults(section, typeof(T)).ToArray();
            return unread.Length > 0 ? unread : faults(section.Get<T>() ?? new T());
        }
    }

    /// <summary>Ends the start unless every setting is in order.</summary>
    /// <exception cref="SettingsException">One or more are not.</exception>
    public static void DemandSettings(this IServiceCollection services, IConfiguration configuration)
    {
        var faults = services
            .Select(service => service.IsKeyedService ? null : service.ImplementationInstance)
            .OfType<SettingsSection>()
            .SelectMany(section => section.Faults())
            .Concat(LogLevelFaults(configuration.GetSection("Logging")))
            .ToArray();
        if (faults.Length > 0)
            throw new SettingsException(string.Join(' ', faults));
    }

    // Logging refuses a wrong level by itself too, but does not say of which category.
    private static IEnumerable<string> LogLevelFaults(IConfigurationSection logging) =>
        from setting in logging.AsEnumerable()
        where setting.Value is not null && setting.Key.Contains(":LogLevel:", StringComparison.OrdinalIgnoreCase)
        where !Enum.TryParse<LogLevel>(setting.Value, ignoreCase: true, out _)
        select $"{SettingNames.Shown(setting.Key)} must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}.";
}
