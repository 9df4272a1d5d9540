using System.Globalization;
using System.Text.RegularExpressions;

namespace SneakerCheck.Notifications.Push;

/// <summary>
/// The keywords of a subscribe message's template. The letters of a keyword are its type, which limits its value. One invalid value
/// makes WeChat refuse the whole message (errcode 47003), so values are adapted. The rules are those of "发送订阅消息".
/// </summary>
public static partial class WeChatKeyword
{
    // WeChat refuses empty values, too.
    private const string Nothing = "-";
    private const string NothingInHan = "无";

    // China has one time zone, without daylight saving time.
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>Whether the type of a keyword is supported.</summary>
    public static bool IsKnown(string keyword) => Type(keyword) is "thing" or "phrase" or "character_string" or "time" or "date";

    /// <summary>Adapts a text to the limits of the keyword.</summary>
    public static string Fit(string keyword, string text) => Type(keyword) switch
    {
        "phrase" => Cut(Han().Replace(text, ""), 5, "", NothingInHan),
        "character_string" => Cut(Visible().Replace(text, ""), 32, "", Nothing),
        "time" or "date" => Time(text),
        _ => Cut(text.ReplaceLineEndings(" ").Trim(), 20, "…", Nothing),
    };

    private static string Type(string keyword) => keyword.TrimEnd("0123456789".ToCharArray());

    private static string Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToOffset(China).ToString("yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture)
            : Nothing;

    private static string Cut(string text, int length, string ellipsis, string nothing)
    {
        if (text.Length == 0)
            return nothing;
        if (text.Length <= length)
            return text;
        var end = length - ellipsis.Length;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + ellipsis;
    }

    [GeneratedRegex(@"[^\u4E00-\u9FFF]")]
    private static partial Regex Han();

    [GeneratedRegex(@"[^\x21-\x7E]")]
    private static partial Regex Visible();
}
