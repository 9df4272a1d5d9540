using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Limits;

namespace SneakerCheck.Pictures;

/// <summary>
/// Limits what is posted from one network in an hour. Limits by account alone would be passed by registering more accounts.
/// </summary>
public sealed class PictureLimits(UsageLimits limits, ClientAddresses addresses, IOptions<PicturesOptions> options)
{
    private readonly Limit pictures = Limit.Hourly("pictures", options.Value.PerHour);
    private readonly Limit bytes = Limit.Hourly("picture-bytes", options.Value.BytesPerHour);

    /// <summary>Counts a picture before its bytes are read, refused ones included.</summary>
    /// <exception cref="Refusal">429 <c>too_many_requests</c>.</exception>
    public Task TakePicture(HttpRequest request, CancellationToken cancellation) =>
        limits.Take(pictures, addresses.Network(request), 1, cancellation);

    /// <summary>Counts the bytes of a picture before it is shown.</summary>
    /// <exception cref="Refusal">429 <c>too_many_requests</c>.</exception>
    public Task TakeBytes(HttpRequest request, long size, CancellationToken cancellation) =>
        limits.Take(bytes, addresses.Network(request), size, cancellation);
}
