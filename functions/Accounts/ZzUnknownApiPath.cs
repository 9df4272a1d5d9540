using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Accounts;

/// <summary>
/// Refuses paths and verbs below <c>/api/v1</c> that no other function has. The Functions host tries routes in the order of the functions'
/// names, so the name of a catch-all must be the last.
/// </summary>
public sealed class ZzUnknownApiPath(Gate<ZzUnknownApiPath> gate)
{
    /// <summary>404 or 405.</summary>
    [Function(nameof(ZzUnknownApiPath))]
    [Open<AccountsContract>]
    [ExcludeFromDescription]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/v1/{*path}")] HttpRequest request) =>
        gate.RefuseUnknown(request);
}
