using System.Text.Json.Serialization;
using SneakerCheck.Platform.Json;

namespace SneakerCheck.Gigs.People;

/// <summary>A person as another or as themselves sees them (seed 003: 用户信息). Others see empty texts for what is private.</summary>
/// <param name="UserId">The account's id.</param>
/// <param name="Nickname">The name that everybody sees.</param>
/// <param name="Email">Empty if there is none, and for others.</param>
/// <param name="PhoneNumber">Empty if there is none, and for others.</param>
/// <param name="ProfilePhotoPath">Where the photo is; empty if there is none.</param>
/// <param name="StudentId">Empty for others.</param>
/// <param name="Name">The real name. Empty for others.</param>
/// <param name="Age">In years; 0 if it is not stated.</param>
/// <param name="Sex">Free text.</param>
/// <param name="Grade">Free text.</param>
/// <param name="School">Free text.</param>
/// <param name="Bio">Free text, of any number of lines.</param>
/// <param name="Balance">0 for others.</param>
/// <param name="AvgComment">The mean of the comments received in reviews, 1 to 5; 0 while there is none.</param>
public sealed record Person(
    long UserId,
    string Nickname,
    string Email,
    string PhoneNumber,
    string ProfilePhotoPath,
    string StudentId,
    string Name,
    int Age,
    string Sex,
    string Grade,
    string School,
    string Bio,
    long Balance,
    double AvgComment);

/// <summary>A new photo.</summary>
/// <param name="ProfilePhotoPath">Where it is.</param>
public sealed record AddedPhoto(string ProfilePhotoPath);

[JsonSerializable(typeof(RegisterPersonRequest))]
[JsonSerializable(typeof(RegisteredPerson))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(SignedInPerson))]
[JsonSerializable(typeof(Person))]
[JsonSerializable(typeof(Personality))]
[JsonSerializable(typeof(SchoolInfo))]
[JsonSerializable(typeof(PersonalInfo))]
[JsonSerializable(typeof(AddedPhoto))]
internal sealed partial class PersonWire : JsonSerializerContext
{
    public static PersonWire Json { get; } = new(WireJson.StrictOptions());
}
