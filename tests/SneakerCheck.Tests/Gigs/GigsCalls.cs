using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Gigs;

/// <summary>A valid call of each function of this area.</summary>
internal static class GigsCalls
{
    public static Call[] Table { get; } =
    [
        .. GigCalls.Table, .. GigSearchCalls.Table, .. MoneyCalls.Table, .. OrganizationCalls.Table, .. PersonCalls.Table,
    ];
}
