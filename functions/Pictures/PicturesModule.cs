using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Platform;

namespace SneakerCheck.Pictures;

/// <summary>The parts of this area.</summary>
public static class PicturesModule
{
    /// <summary>Adds pictures, their feeds and the gate of seed 002.</summary>
    public static IServiceCollection AddPictures(this IServiceCollection services) => services
        .AddBlobStore(PictureBlob.Container)
        .AddSingleton<PictureGate>()
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
