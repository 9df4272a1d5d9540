using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SneakerCheck.Accounts;
using SneakerCheck.Imaging;
using SneakerCheck.Platform;

namespace SneakerCheck.Pictures;

public static class PicturesModule
{
    public static IServiceCollection AddPictures(this IServiceCollection services)
    {
        // Every area that reads photos shares one; the first area to be added registers it.
        services.TryAddSingleton<PhotoMemory>();
        return services
            .AddBlobStore(PictureBlob.Container)
            .AddSingleton<PictureIds>()
            .AddSingleton<PictureStore>()
            .AddSingleton<PictureContents>()
            .AddSingleton<PictureFeeds>()
            .AddSingleton<PictureUploads>()
            .AddSingleton<SmallPictures>()
            .AddSingleton<PicturePresenter>()
            .AddSingleton<PublicationStore>()
            .AddSingleton<IAccountLeaving, PicturesLeaving>()
            .AddSingleton<PhotoPublisher>()
            .AddSingleton<PictureReconciler>();
    }
}
