using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace SneakerCheck.Platform;

/// <summary>Settings that are looked at before anything starts.</summary>
public static class Settings
{
    /// <summary>Adds the settings of a section; any fault, told in a line that names the setting, ends the start.</summary>
    public static IServiceCollection AddSettings<T>(
        this IServiceCollection services, IConfiguration section, Func<T, IEnumerable<string>> faults)
        where T : class
    {
        services.AddOptions<T>().Bind(section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<T>>(new Validation<T>(faults)));
        return services;
    }

    private sealed class Validation<T>(Func<T, IEnumerable<string>> faults) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options) =>
            faults(options).ToArray() is { Length: > 0 } found ? ValidateOptionsResult.Fail(found) : ValidateOptionsResult.Success;
    }
}
