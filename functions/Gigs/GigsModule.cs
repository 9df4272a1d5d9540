using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Gigs.People;
using SneakerCheck.Gigs.Photos;
using SneakerCheck.Gigs.Search;
using SneakerCheck.Imaging;
using SneakerCheck.Pictures;
using SneakerCheck.Platform;

namespace SneakerCheck.Gigs;

/// <summary>People, organizations, gigs and money (seed 003).</summary>
public static class GigsModule
{
    public static IServiceCollection AddGigs(this IServiceCollection services) => services
        // Before money: the order of registration is the order of removal.
        .AddSingleton<IAccountLeaving, GigsLeaving>()
        .AddMoney()
        .AddPeople()
        .AddOrganizations()
        .AddSingleton<GigStore>()
        .AddSingleton<GigPublishing>()
        .AddSingleton<GigWork>()
        .AddSingleton<GigReplies>()
        .AddSingleton<GigSearch>()
        .AddSingleton(SearchedGig.Index)
        .AddSingleton(GigStore.ByDeadline);

    private static IServiceCollection AddPeople(this IServiceCollection services)
    {
        // Every area that reads photos shares one; the first area to be added registers it.
        services.TryAddSingleton<PhotoMemory>();
        services.TryAddSingleton<PictureTurner>();
        return services
            .AddBlobStore(ProfilePhotos.Container)
            .AddSingleton<ProfilePhotos>()
            .AddSingleton<ProfileStore>()
            .AddSingleton<IAccountLeaving, PersonLeaving>();
    }

    private static IServiceCollection AddOrganizations(this IServiceCollection services) => services
        .AddSingleton<OrganizationStore>()
        .AddSingleton(OrganizationStore.ByUser)
        .AddSingleton<OrganizationPresenter>()
        .AddSingleton<OrganizationDepartures>();
}
