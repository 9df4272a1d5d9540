using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Json;

namespace SneakerCheck.Pictures;

/// <summary>What every reply of seed 002 is in.</summary>
/// <param name="Message">Empty on success; else what is wrong, for a person.</param>
/// <param name="Code">0 on success; else what is wrong, for a program (<c>functions/Pictures/README.md</c>).</param>
/// <param name="Data">What was asked for; an empty object on errors.</param>
public sealed record Envelope<T>(string Message, int Code, T Data);

/// <summary>An empty object.</summary>
public sealed record NoData;

/// <summary>A user name and a password.</summary>
/// <param name="Username">To register: 3 to 64 printable characters. To log in: a user name, an e-mail address or a phone number.</param>
/// <param name="Password">To register: 3 to 64 printable characters.</param>
public sealed record UserCredentials([property: Required] string? Username, [property: Required] string? Password);

/// <summary>Who was registered.</summary>
/// <param name="Username">The user name.</param>
public sealed record RegisteredUser(string Username);

/// <summary>A log-in that succeeded.</summary>
/// <param name="Token">To be sent as <c>Authorization</c>; it lasts 30 minutes.</param>
public sealed record LogInToken(string Token);

/// <summary>A picture to be posted.</summary>
/// <param name="Data">An image as base64 (RFC 4648, 4), of at most 20 MB.</param>
public sealed record AddPictureRequest([property: Required] string? Data);

/// <summary>A picture that was posted.</summary>
/// <param name="Id">Its id.</param>
public sealed record AddedPicture(long Id);

/// <summary>A picture as it is shown.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Username">Who posted it: the user name, or the nick name of an account that has none.</param>
/// <param name="Data">The image as base64; absent where <c>fields=url</c> asks for a link.</param>
/// <param name="Url">A link to the image that lasts 15 minutes; only where <c>fields=url</c> asks for it.</param>
/// <param name="ContentType">The image's media type.</param>
/// <param name="Size">Bytes of the posted image.</param>
/// <param name="Check">For a photo of a finished check, what that found; null for others.</param>
public sealed record ShownPicture(
    long Id, string Username, string? Data, string? Url, string ContentType, long Size, ShownCheck? Check);

/// <summary>What the check found from which a photo was published.</summary>
/// <param name="View">What the photo shows of the pair, for example <c>side_tag</c>.</param>
/// <param name="ShoeModel">What shoe it was said to be.</param>
/// <param name="Answer">true, fake or not_sure, as it was then.</param>
public sealed record ShownCheck(string View, string ShoeModel, string Answer);

/// <summary>A page of pictures, newest first.</summary>
/// <param name="Total">How many there are in all.</param>
/// <param name="Page">Which page this is, from 1.</param>
/// <param name="Limit">The most pictures of a page.</param>
/// <param name="Pictures">The pictures.</param>
public sealed record PicturePage(long Total, int Page, int Limit, IReadOnlyList<ShownPicture> Pictures);

/// <summary>Which photos of a finished check to show.</summary>
/// <param name="Views">Their views; all where this is absent.</param>
public sealed record PublishPhotosRequest(IReadOnlyList<string>? Views);

/// <summary>Photos of a check that are shown.</summary>
/// <param name="Pictures">One for each view.</param>
public sealed record PublishedPhotos(IReadOnlyList<PublishedPhoto> Pictures);

/// <summary>A photo of a check that is shown.</summary>
/// <param name="View">The view it shows.</param>
/// <param name="PictureId">The picture's id in the feed.</param>
public sealed record PublishedPhoto(string View, long PictureId);

[JsonSerializable(typeof(UserCredentials))]
[JsonSerializable(typeof(Envelope<NoData>), TypeInfoPropertyName = "EnvelopeNoData")]
[JsonSerializable(typeof(Envelope<RegisteredUser>), TypeInfoPropertyName = "EnvelopeRegisteredUser")]
[JsonSerializable(typeof(Envelope<LogInToken>), TypeInfoPropertyName = "EnvelopeLogInToken")]
[JsonSerializable(typeof(Envelope<AddedPicture>), TypeInfoPropertyName = "EnvelopeAddedPicture")]
[JsonSerializable(typeof(ShownCheck))]
[JsonSerializable(typeof(PublishPhotosRequest))]
[JsonSerializable(typeof(PublishedPhotos))]
internal sealed partial class PictureWire : JsonSerializerContext
{
    /// <summary>The contract of seed 002, and of what <c>/api/v1</c> has of pictures.</summary>
    public static PictureWire Json { get; } = new(WireJson.Options());

    /// <summary>What names the poster of a picture to others: never an e-mail address or a phone number.</summary>
    public static string NameOf(Account? account) => account?.UserName ?? account?.NickName ?? "";
}
