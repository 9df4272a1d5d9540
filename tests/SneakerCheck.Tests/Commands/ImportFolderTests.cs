using SneakerCheck.Commands;
using SneakerCheck.Tests.Hosting;

namespace SneakerCheck.Tests.Commands;

public sealed class ImportFolderTests : IDisposable
{
    private static readonly string[] Views = ["appear", "tag"];

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Photos_are_named_by_verdict_pair_and_view()
    {
        Put("true/01/appear.jpg");
        Put("true/01/Tag.JPG");
        Put("fake/01/appear.jpeg");
        Put("true/.DS_Store");

        var photos = ImportFolder.Read(folder.Path, Views);

        Assert.Equal(
            [("fake", "fake-01", "appear"), ("true", "true-01", "appear"), ("true", "true-01", "tag")],
            photos.Select(photo => (photo.Verdict, photo.Pair, photo.View)).Order());
    }

    [Theory]
    [InlineData("true/01/apear.jpg", "'apear' is not a view of this shoe model; the nearest is appear.")]
    [InlineData("true/01/notes.txt", "is not a JPEG.")]
    [InlineData("genuine/01/appear.jpg", "is at no place for a photo.")]
    [InlineData("true/appear.jpg", "is at no place for a photo.")]
    [InlineData("true/01/more/appear.jpg", "is at no place for a photo.")]
    [InlineData("true/a pair/appear.jpg", "the pair's folder 'a pair' must have")]
    public void What_is_no_photo_to_import_is_named(string file, string reason)
    {
        Put("true/00/appear.jpg");
        Put(file);

        var message = Assert.Throws<CommandException>(() => ImportFolder.Read(folder.Path, Views)).Message;

        Assert.StartsWith(Path.Combine(folder.Path, file), message);
        Assert.Contains(reason, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Two_files_of_one_view_are_named()
    {
        Put("true/01/appear.jpg");
        Put("true/01/appear.jpeg");

        Assert.Contains("appear.jpeg", Assert.Throws<CommandException>(() => ImportFolder.Read(folder.Path, Views)).Message);
    }

    [Fact]
    public void An_empty_or_missing_folder_is_named()
    {
        Assert.Contains(folder.Path, Assert.Throws<CommandException>(() => ImportFolder.Read(folder.Path, Views)).Message);
        Assert.Contains(folder["none"], Assert.Throws<CommandException>(() => ImportFolder.Read(folder["none"], Views)).Message);
    }

    private void Put(string file)
    {
        var path = Path.Combine(folder.Path, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "a photo");
    }
}
