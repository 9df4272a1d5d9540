using System.Text.Json.Serialization;
using SneakerCheck.Pictures.Feed;

namespace SneakerCheck.Pictures;

public enum PictureState
{
    /// <summary>Its bytes are stored; it is not in all feeds yet.</summary>
    Pending,

    /// <summary>It is in the feeds.</summary>
    Published,

    /// <summary>It was deleted. The tombstone keeps late messages from bringing it back.</summary>
    Deleted,
}

/// <summary>One picture that somebody posted (seed 002).</summary>
/// <param name="Id">Increases with time and is below 2^53, see <see cref="Platform.NumericIds"/>.</param>
/// <param name="AccountId">Who posted it.</param>
/// <param name="Sha256">Hash of its bytes, lower-case hex; pictures with equal bytes share one blob.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ContentType">Detected from its first bytes, for example <c>image/png</c>.</param>
/// <param name="Blob">The blob that holds its bytes: its own, or once published that of an existing content.</param>
/// <param name="State">Where it is in its life cycle.</param>
/// <param name="CreateTime">When it was posted.</param>
/// <param name="Check">The result of the check that the photo was published from, if any.</param>
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
    /// <summary>Its entry in the feeds.</summary>
    public FeedEntry Entry() => new(Id, AccountId, Blob, ContentType, Size, Check);
}

public static class PictureBlob
{
    public const string Container = "pictures";

    /// <summary>Maximum size of a picture, in bytes.</summary>
    public const int MaximumSize = 20 * 1024 * 1024;

    /// <summary>The blob that a picture is uploaded to; it is deleted when a content with the same bytes exists.</summary>
    public static string Name(long pictureId) => $"{pictureId}";

    /// <summary>The blob with the small version of another blob; empty when the original is small enough.</summary>
    public static string Small(string blob) => $"{blob}-small";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Picture))]
[JsonSerializable(typeof(PictureContent))]
[JsonSerializable(typeof(PictureReference))]
[JsonSerializable(typeof(PictureUse))]
[JsonSerializable(typeof(HeldPicture))]
[JsonSerializable(typeof(Publication))]
[JsonSerializable(typeof(PictureOrder))]
[JsonSerializable(typeof(PictureCleanup))]
[JsonSerializable(typeof(PublicationOrder))]
internal sealed partial class PictureJson : JsonSerializerContext;
