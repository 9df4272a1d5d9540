using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SneakerCheck.Accounts;
using SneakerCheck.Imaging;
using SneakerCheck.Platform;

namespace SneakerCheck.Pictures;

public static class PicturesModule
{
    public static IServiceCollection AddPictures(this IServiceCollection services, IConfiguration configuration)
    {
        // Every area that reads photos shares one; the first area to be added registers it.
        services.TryAddSingleton<PhotoMemory>();
        return services
            .AddSettings<PicturesOptions>(configuration.GetSection(PicturesOptions.Section), options => options.Validate())
            .AddBlobStore(PictureBlob.Container)
            .AddSingleton<PictureStore>()
            .AddSingleton<PictureContents>()
            .AddSingleton<PictureFeeds>()
            .AddSingleton<PictureQuota>()
            .AddSingleton<PictureLimits>()
            .AddSingleton<PictureTurner>()
            .AddSingleton<PictureUploads>()
            .AddSingleton<SmallPictures>()
            .AddSingleton<PicturePresenter>()
            .AddSingleton<PublicationStore>()
            .AddSingleton<IAccountLeaving, PicturesLeaving>()
            .AddSingleton<PhotoPublisher>()
            .AddSingleton<PictureReconciler>();
    }
}
