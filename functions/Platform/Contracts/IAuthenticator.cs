using Microsoft.AspNetCore.Http;

namespace SneakerCheck.Platform.Contracts;

/// <summary>Authenticates requests.</summary>
/// <typeparam name="TCaller">The type of the signed-in caller.</typeparam>
public interface IAuthenticator<TCaller>
{
    /// <summary>Returns the caller, or why the request has none.</summary>
    Task<(TCaller? Caller, AccessFault? Fault)> Authenticate(HttpRequest request, CancellationToken cancellation);
}
