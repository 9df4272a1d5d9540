using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SneakerCheck.Imaging;
using SneakerCheck.Platform;

namespace SneakerCheck.Pictures;

/// <summary>The parts of this area.</summary>
public static class PicturesModule
{
    /// <summary>Adds pictures and their feeds.</summary>
    public static IServiceCollection AddPictures(this IServiceCollection services)
    {
        // One for all who read photos, whichever area comes first.
        services.TryAddSingleton<PhotoMemory>();
        return services
            .AddBlobStore(PictureBlob.Container)
            .AddSingleton<PictureIds>()
            .AddSingleton<PictureStore>()
            .AddSingleton<PictureContents>()
            .AddSingleton<PictureFeeds>()
            .AddSingleton<PictureUploads>()
            .AddSingleton<SmallPictures>()
            .AddSingleton<PictureShow>()
            .AddSingleton<PublicationStore>()
            .AddSingleton<PhotoPublisher>()
            .AddSingleton<PictureSettler>();
    }
}
