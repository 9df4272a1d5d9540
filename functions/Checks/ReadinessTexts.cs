namespace SneakerCheck.Checks;

/// <summary>
/// Why a check cannot be submitted with the photo of a view. As in <see cref="PhotoTexts"/>, what a buyer understands comes first, the
/// number and its limit second.
/// </summary>
internal static class ReadinessTexts
{
    public static readonly LocalText NoPhoto = new("这个角度必须有照片，但还没有照片。", "This view is required and has no photo.");

    public static readonly LocalText LinkUnused = new(
        "还没有用这个角度的链接上传照片。", "Nothing was uploaded with this view's link.");

    public static readonly LocalText Replaced = new(
        "提交时这张照片被替换了，请重新提交。", "The photo was replaced while the check was being submitted. Submit it again.");

    public static readonly LocalText Archived = new(
        "这张照片被移到了无法读取的存储层，请重新上传。", "The photo was moved to an access tier that cannot be read. Upload it again.");

    public static readonly LocalText OtherContent = new(
        "上传的内容与预先声明的不同，请重新上传。SHA-256 不一致。",
        "What was uploaded is not what was announced. Upload the photo again. The SHA-256 differs.");

    // In bytes, because a file that is one byte too large would be shown as large as the limit in MB.
    public static LocalText TooLarge(long bytes, long maximum) => new(
        $"照片文件太大。{bytes} 字节，最多 {maximum} 字节。", $"The file of the photo is too large. {bytes} bytes; at most {maximum}.");

    public static LocalText OtherSize(long bytes, long announced) => new(
        $"上传的文件与预先声明的大小不同，请重新上传。声明 {announced} 字节，收到 {bytes} 字节。",
        $"The file does not have the announced size. Upload it again. {announced} bytes were announced and {bytes} arrived.");
}
