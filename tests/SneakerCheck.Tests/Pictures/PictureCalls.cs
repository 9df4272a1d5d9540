using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Pictures;

/// <summary>A valid call of each function of this area.</summary>
internal static class PictureCalls
{
    public static Call[] Table { get; } =
    [
        new("AddPicture", 201) { Body = (_, _) => new { data = Convert.ToBase64String(PictureClient.NewImage()) } },
        new("DeletePicture", 200) { Fresh = async subject => new() { ["picture_id"] = await subject.NewPicture() }, IsForItsOwner = true },
        new("GetPicture", 200) { NamesWhatIsPublic = true },
        new("ListPictures", 200) { Query = () => "?limit=1&fields=url" },
        new("LogIn", 200) { Body = (subject, _) => new { username = subject.UserName, password = Subject.Password } },
        new("PublishPhotos", 200) { Body = (_, _) => new { views = new[] { "appear" } } },
        new("RegisterUser", 200) { Body = (_, _) => new { username = Subject.NewName(), password = Subject.Password } },
    ];
}
