using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SneakerCheck.Accounts;
using SneakerCheck.Imaging;
using SneakerCheck.Platform;
using SneakerCheck.Platform.Documents;

namespace SneakerCheck.Checks;

public static class ChecksModule
{
    public static IServiceCollection AddChecks(this IServiceCollection services, IConfiguration configuration)
    {
        // Shared by all areas that read photos; whichever is added first registers it.
        services.TryAddSingleton<PhotoMemory>();
        return services
            .AddSettings<ChecksOptions>(configuration.GetSection(ChecksOptions.Section), options => options.Validate())
            .AddBlobStore(PhotoBlob.Container)
            .AddBlobStore(PhotoBlob.EvidenceContainer)
            .AddBlobStore(Exemplar.Container)
            .AddSingleton(new DocumentIndex(CheckStore.Kind.Name, "state"))
            .AddSingleton(OriginalityBandedIndex.Searched)
            .AddSingleton<Catalogue>()
            .AddSingleton<CheckStore>()
            .AddSingleton<CheckPhotos>()
            .AddSingleton<IAccountLeaving, ChecksLeaving>()
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
