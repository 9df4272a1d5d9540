using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Json;

namespace SneakerCheck.Pictures;

/// <summary>The envelope of every reply of seed 002.</summary>
/// <param name="Message">Empty on success; else what is wrong, as text for a person.</param>
/// <param name="Code">0 on success; else an error code (the table in <c>functions/Pictures/README.md</c>).</param>
/// <param name="Data">The result; an empty object on errors.</param>
public sealed record Envelope<T>(string Message, int Code, T Data);

/// <summary>An empty object.</summary>
public sealed record NoData;

/// <summary>A user name and a password.</summary>
/// <param name="Username">To register: 3 to 64 printable characters. To log in: a user name, an e-mail address or a phone number.</param>
/// <param name="Password">To register: 3 to 64 printable characters.</param>
public sealed record UserCredentials([property: Required] string? Username, [property: Required] string? Password);

/// <summary>The registered user.</summary>
/// <param name="Username">The user name.</param>
public sealed record RegisteredUser(string Username);

/// <summary>The result of a successful log-in.</summary>
/// <param name="Token">Send it as <c>Authorization</c>; it is valid for 30 minutes.</param>
public sealed record LogInToken(string Token);

/// <summary>A picture to post.</summary>
/// <param name="Data">An image of at most 20 MB, as base64 (RFC 4648, section 4).</param>
public sealed record AddPictureRequest([property: Required] string? Data);

/// <summary>The posted picture.</summary>
/// <param name="Id">Its id.</param>
public sealed record AddedPicture(long Id);

/// <summary>A picture of the feed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Username">Who posted it: the user name, or the nick name of an account that has none.</param>
/// <param name="Data">The image as base64; absent with <c>fields=url</c>.</param>
/// <param name="Url">A link to the image, valid for 15 minutes; only with <c>fields=url</c>.</param>
/// <param name="ContentType">The image's media type.</param>
/// <param name="Size">Bytes of the posted image.</param>
/// <param name="Check">The result of the check that the photo was published from; null for other pictures.</param>
public sealed record ShownPicture(
    long Id, string Username, string? Data, string? Url, string ContentType, long Size, ShownCheck? Check);

/// <summary>The result of the check that a photo was published from.</summary>
/// <param name="View">The part of the pair that the photo shows, for example <c>side_tag</c>.</param>
/// <param name="ShoeModel">The shoe model that the owner stated.</param>
/// <param name="Answer">true, fake or not_sure, as of the day of publication.</param>
public sealed record ShownCheck(string View, string ShoeModel, string Answer);

/// <summary>A page of pictures, newest first.</summary>
/// <param name="Total">Pictures in the whole feed.</param>
/// <param name="Page">The number of this page, from 1.</param>
/// <param name="Limit">Maximum number of pictures per page.</param>
/// <param name="Pictures">The pictures of this page.</param>
public sealed record PicturePage(long Total, int Page, int Limit, IReadOnlyList<ShownPicture> Pictures);

/// <summary>Which photos of a finished check to publish.</summary>
/// <param name="Views">Their views; all views when absent.</param>
public sealed record PublishPhotosRequest(IReadOnlyList<string>? Views);

/// <summary>The published photos of a check.</summary>
/// <param name="Pictures">One per view.</param>
public sealed record PublishedPhotos(IReadOnlyList<PublishedPhoto> Pictures);

/// <summary>A published photo of a check.</summary>
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
    public static PictureWire Json { get; } = new(WireJson.Options());

    /// <summary>The name that others see: never an e-mail address or a phone number.</summary>
    public static string NameOf(Account? account) => account?.UserName ?? account?.NickName ?? "";
}
