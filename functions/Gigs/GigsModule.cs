using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Gigs.Money;

namespace SneakerCheck.Gigs;

/// <summary>People, organizations, gigs and money (seed 003).</summary>
public static class GigsModule
{
    public static IServiceCollection AddGigs(this IServiceCollection services) => services
        .AddMoney();
}
