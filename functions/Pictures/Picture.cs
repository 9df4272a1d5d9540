using System.Text.Json.Serialization;
using SneakerCheck.Pictures.Feed;

namespace SneakerCheck.Pictures;

/// <summary>How far a picture is.</summary>
public enum PictureState
{
    /// <summary>Its bytes are stored; it is being put into the feeds.</summary>
    Pending,

    /// <summary>It is in the feeds.</summary>
    Published,

    /// <summary>It is gone, or going; what is left of it keeps late work from bringing it back.</summary>
    Deleted,
}

/// <summary>One picture that somebody posted (seed 002).</summary>
/// <param name="Id">Orders by time and is below 2^53, see <see cref="PictureIds"/>.</param>
/// <param name="AccountId">Who posted it.</param>
/// <param name="Sha256">Of its bytes, lower-case hex; pictures of one content share one blob.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ContentType">By its first bytes, for example <c>image/png</c>.</param>
/// <param name="Blob">The blob that holds it: its own, or once published the one that its content had already.</param>
/// <param name="State">How far it is.</param>
/// <param name="CreateTime">When it was posted.</param>
/// <param name="Check">For a photo of a finished check, what that found.</param>
public sealed record Picture(
    long Id,
    long AccountId,
    string Sha256,
    long Size,
    string ContentType,
    string Blob,
    PictureState State,
    DateTimeOffset CreateTime,
    CheckedPicture? Check)
{
    /// <summary>The line of the feeds that shows it.</summary>
    public FeedEntry Entry() => new(Id, AccountId, Blob, ContentType, Size, Check);
}

/// <summary>Where pictures lie.</summary>
public static class PictureBlob
{
    /// <summary>The container.</summary>
    public const string Container = "pictures";

    /// <summary>The most bytes a picture may have.</summary>
    public const int MaximumSize = 20 * 1024 * 1024;

    /// <summary>The blob that a picture's own upload makes; it stays only where the content is new.</summary>
    public static string Name(long pictureId) => $"{pictureId}";

    /// <summary>The blob with the small version of what another blob holds; empty where that is small enough itself.</summary>
    public static string Small(string blob) => $"{blob}-small";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Picture))]
[JsonSerializable(typeof(PictureContent))]
[JsonSerializable(typeof(PictureReference))]
[JsonSerializable(typeof(Publication))]
[JsonSerializable(typeof(PictureOrder))]
[JsonSerializable(typeof(PictureCleanup))]
[JsonSerializable(typeof(PublicationOrder))]
internal sealed partial class PictureJson : JsonSerializerContext;
