using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SneakerCheck.Imaging;
using SneakerCheck.Platform;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Checks;

/// <summary>The parts of this area.</summary>
public static class ChecksModule
{
    /// <summary>Adds templates, checks, exemplars and the run.</summary>
    public static IServiceCollection AddChecks(this IServiceCollection services, IConfiguration configuration)
    {
        // One for all who read photos, whichever area comes first.
        services.TryAddSingleton<PhotoMemory>();
        return services
            .AddSettings<ChecksOptions>(configuration.GetSection(ChecksOptions.Section), options => options.Faults())
            .AddBlobStore(PhotoBlob.Container)
            .AddBlobStore(Exemplar.Container)
            .AddSingleton(new DocumentIndex(CheckStore.Kind.Name, "state"))
            .AddSingleton(OriginalityBandedIndex.Searched)
            .AddSingleton<Catalogue>()
            .AddSingleton<CheckStore>()
            .AddSingleton<FinishedChecks>()
            .AddSingleton<TaskRules>()
            .AddSingleton<PhotoUploads>()
            .AddSingleton<Readiness>()
            .AddSingleton<ExemplarStore>()
            .AddSingleton<Originality>()
            .AddSingleton<ExemplarScorer>()
            .AddSingleton<InferenceScorer>()
            .AddSingleton<Runner>();
    }
}
