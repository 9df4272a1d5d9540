using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Gigs;

/// <summary>A valid call of each function of people.</summary>
internal static class PersonCalls
{
    public static Call[] Table { get; } =
    [
        new("AddProfilePhoto", 200) { SendsPhoto = true },
        new("ChangePersonalInfo", 200) { Body = (_, _) => new { name = "name", age = 20, sex = "female" } },
        new("ChangePersonality", 200) { Body = (_, _) => new { nickname = "another name", bio = "bio" } },
        new("ChangeSchool", 200) { Body = (_, _) => new { school = "school", grade = "grade", student_number = "sid" } },
        new("GetPerson", 200) { NamesWhatIsPublic = true },
        new("GetProfilePhoto", 302) { NamesWhatIsPublic = true },
        new("RegisterPerson", 201) { Body = (_, _) => new { email = GigsClient.NewEmail(), password = Subject.Password } },
        new("SignInPerson", 200) { Body = (subject, _) => new { username = subject.UserName, password = Subject.Password } },
        new("SignOutPerson", 200) { EndsSession = true },
    ];
}
