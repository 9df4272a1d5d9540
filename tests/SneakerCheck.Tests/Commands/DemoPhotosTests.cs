using SneakerCheck.Commands;
using SneakerCheck.Demo;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Commands;

public sealed class DemoPhotosTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Photos_are_found_by_view_whatever_the_case()
    {
        File.WriteAllBytes(folder["Appear.JPG"], [0xFF, 0xD8, 0xFF, 0xE0]);
        File.WriteAllText(folder["notes.txt"], "not a photo");

        Assert.Equal(["appear"], DemoPhotos.Read(folder.Path).Files.Keys);
    }

    [Fact]
    public void A_file_that_is_no_JPEG_is_named()
    {
        File.WriteAllText(folder["tag.jpg"], "not a photo");

        Assert.Equal(
            $"{folder["tag.jpg"]} is not a JPEG, whatever its name says.",
            Assert.Throws<CommandException>(() => DemoPhotos.Read(folder.Path)).Message);
    }

    [Fact]
    public void Two_photos_of_one_view_are_named()
    {
        File.WriteAllBytes(folder["tag.jpeg"], [0xFF, 0xD8, 0xFF, 0xE0]);
        File.WriteAllBytes(folder["tag.jpg"], [0xFF, 0xD8, 0xFF, 0xE0]);

        Assert.StartsWith(folder["tag.jpg"], Assert.Throws<CommandException>(() => DemoPhotos.Read(folder.Path)).Message);
    }

    [Fact]
    public void A_folder_without_photos_is_named()
    {
        Assert.Contains(folder.Path, Assert.Throws<CommandException>(() => DemoPhotos.Read(folder.Path)).Message);
        Assert.Contains(folder["none"], Assert.Throws<CommandException>(() => DemoPhotos.Read(folder["none"])).Message);
    }
}
