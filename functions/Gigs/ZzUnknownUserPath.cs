using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Gigs;

/// <summary>
/// Refuses paths and verbs below <c>/users</c> that no other function has, as seed 003 demands. The Functions host tries routes in the
/// order of the functions' names, so the name of a catch-all must be the last.
/// </summary>
public sealed class ZzUnknownUserPath(Gate<ZzUnknownUserPath> gate)
{
    /// <summary>404 or 405.</summary>
    [Function(nameof(ZzUnknownUserPath))]
    [Open<GigsContract>]
    [ExcludeFromDescription]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "users/{*path}")] HttpRequest request) =>
        gate.RefuseUnknown(request);
}
