using SneakerCheck.Imaging;

namespace SneakerCheck.Checks;

/// <summary>
/// What a run says about one photo. A sentence that the buyer of a shoe understands comes first, the number and its limit second.
/// </summary>
internal static class PhotoTexts
{
    public static readonly LocalText Lost = new("提交后，存储中已找不到这张照片。", "Storage no longer holds this photo.");

    public static readonly LocalText Replaced = new(
        "这张照片在提交之后被替换，所以没有采用。", "This photo was replaced after the check was submitted, so it was not used.");

    public static readonly LocalText Truncated = new("照片文件不完整。", "The file of the photo is cut off.");

    public static LocalText Size(double bytes, double maximum) => Sentences(
        bytes > maximum ? new("照片文件太大。", "The file of the photo is too large.")
            : new("文件大小合适。", "The size of the file is fine."),
        new($"{Figures.Bytes(bytes)}，最多 {Figures.Bytes(maximum)}。", $"{Figures.Bytes(bytes)}; at most {Figures.Bytes(maximum)}."));

    public static LocalText Pixels(double pixels, double minimum, double maximum) => Sentences(
        pixels < minimum ? new("照片尺寸太小。", "The photo has too few pixels.")
            : pixels > maximum ? new("照片尺寸太大。", "The photo has too many pixels.")
            : new("照片尺寸合适。", "The photo has enough pixels."),
        new($"{pixels:0} 像素，应在 {minimum:0} 到 {maximum:0} 之间。", $"{pixels:0} pixels; {minimum:0} to {maximum:0} are needed."));

    public static LocalText Sharpness(double sharpness, double minimum) => Sentences(
        sharpness < minimum
            ? new("照片模糊，看不清细节。", "The photo is blurred, so its details cannot be seen.")
            : new("照片足够清晰。", "The photo is sharp enough."),
        new(
            $"清晰度 {Figures.Text(sharpness)}，至少要 {Figures.Text(minimum)}。",
            $"Sharpness {Figures.Text(sharpness)}; at least {Figures.Text(minimum)} is needed."));

    public static LocalText Brightness(double luma, double minimum, double maximum) => Sentences(
        luma < minimum ? new("照片太暗。", "The photo is too dark.")
            : luma > maximum ? new("照片太亮。", "The photo is too bright.")
            : new("照片亮度合适。", "The brightness of the photo is fine."),
        new(
            $"平均亮度 {Figures.Text(luma)}，应在 {Figures.Text(minimum)} 到 {Figures.Text(maximum)} 之间（最亮为 255）。",
            $"Mean brightness {Figures.Text(luma)} of 255; {Figures.Text(minimum)} to {Figures.Text(maximum)} is needed."));

    public static LocalText Shadow(double share, double maximum) => Sentences(
        share > maximum
            ? new("照片有太多地方全黑，看不到鞋。", "Too much of the photo is black, so the shoe cannot be seen there.")
            : new("照片全黑的地方不多。", "Little enough of the photo is black."),
        new(
            $"全黑部分占 {Figures.Percent(share)}，最多 {Figures.Percent(maximum)}。",
            $"{Figures.Percent(share)} is black; at most {Figures.Percent(maximum)} may be."));

    public static LocalText Highlight(double share, double maximum) => Sentences(
        share > maximum
            ? new("照片有太多地方过曝发白，看不到鞋。", "Too much of the photo is plain white, so the shoe cannot be seen there.")
            : new("照片过曝发白的地方不多。", "Little enough of the photo is plain white."),
        new(
            $"过曝部分占 {Figures.Percent(share)}，最多 {Figures.Percent(maximum)}。",
            $"{Figures.Percent(share)} is plain white; at most {Figures.Percent(maximum)} may be."));

    public static LocalText SubjectFill(double share, double minimum) => Sentences(
        share < minimum
            ? new("画面里几乎看不到鞋，请靠近拍摄。", "Hardly any shoe is to be seen in the photo; go nearer.")
            : new("鞋在画面里足够大。", "The shoe is large enough in the photo."),
        new(
            $"鞋占画面 {Figures.Percent(share)}，至少要 {Figures.Percent(minimum)}。",
            $"It fills {Figures.Percent(share)} of the picture; at least {Figures.Percent(minimum)} is needed."));

    public static LocalText NotReadable(JpegErrorKind kind) => kind switch
    {
        JpegErrorKind.NotJpeg => new("这个文件不是 JPEG 照片。", "This file is not a JPEG photo."),
        JpegErrorKind.Truncated => Truncated,
        JpegErrorKind.Unsupported => new(
            "不支持这种 JPEG 格式，请用手机相机拍摄。", "This kind of JPEG is not supported; take the photo with a phone's camera."),
        JpegErrorKind.TooLarge => new("照片尺寸太大，无法读取。", "The photo has too many pixels to be read."),
        _ => new("照片文件已损坏，无法读取。", "The file of the photo is damaged and cannot be read."),
    };

    public static LocalText Camera(ExifFacts exif)
    {
        var camera = string.Join(' ', new[] { exif.Make, exif.Model }.OfType<string>());
        return (camera.Length, exif.Software) switch
        {
            (0, null) => new("照片没有注明拍摄设备。", "The photo does not say which camera took it."),
            (0, { } software) => new(
                $"照片没有注明拍摄设备，只注明了软件：{software}。", $"The photo does not say which camera took it, but names software: {software}."),
            (_, null) => new($"拍摄设备：{camera}。", $"Taken with {camera}."),
            (_, { } software) => new($"拍摄设备：{camera}；软件：{software}。", $"Taken with {camera}; software: {software}."),
        };
    }

    public static LocalText Originality(IReadOnlyList<PhotoMatch> matches)
    {
        if (matches is not [var nearest, ..])
            return new("没有发现其他账户上传过同样的照片。", "No other account has uploaded this picture before.");
        var (percent, limit) = (Figures.Percent(nearest.Correlation), Figures.Percent(ThumbnailCorrelation.SamePicture));
        var numbers = new LocalText($"相似度 {percent}，达到 {limit} 即视为同一画面。", $"{percent} alike; {limit} or more counts as the same picture.");
        return nearest switch
        {
            { SameBytes: true } => new("其他账户曾上传过完全相同的照片文件。", "Another account has uploaded the very same file before."),
            { Mirrored: true } => Sentences(
                new("其他账户曾上传过这张照片的镜像。", "Another account has uploaded the mirror image of this picture before."), numbers),
            _ => Sentences(new("其他账户曾上传过同样的照片。", "Another account has uploaded the same picture before."), numbers),
        };
    }

    public static LocalText Nearest(Answer label, double distance) => label == Answer.True
        ? new(
            $"与最像的已知真品照片的差距为 {Figures.Text(distance)}（0 表示完全相同）。",
            $"The most similar photo of a known genuine pair is {Figures.Text(distance)} away; 0 would be the same photo.")
        : new(
            $"与最像的已知仿品照片的差距为 {Figures.Text(distance)}（0 表示完全相同）。",
            $"The most similar photo of a known fake is {Figures.Text(distance)} away; 0 would be the same photo.");

    /// <summary>Several texts, one after the other.</summary>
    public static LocalText Sentences(params IEnumerable<LocalText> texts) => new(
        string.Concat(texts.Select(text => text.Zh)), string.Join(' ', texts.Select(text => text.En)));
}
