using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SneakerCheck.Notifications.Push;

namespace SneakerCheck.Notifications;

/// <summary>An entry of an account's inbox, with its texts as they were when it was made.</summary>
/// <param name="Id">Made from the run's id, so that one run is told once; 32 hexadecimal digits.</param>
/// <param name="At">When it was made, unix milliseconds; the inbox is in this order.</param>
/// <param name="Read">Whether the owner has seen it.</param>
/// <param name="TitleZh">The headline in Chinese.</param>
/// <param name="TitleEn">The headline in English.</param>
/// <param name="TextZh">A sentence or two in Chinese.</param>
/// <param name="TextEn">A sentence or two in English.</param>
/// <param name="Data">What a program needs.</param>
public sealed partial record Notification(
    string Id, long At, bool Read, string TitleZh, string TitleEn, string TextZh, string TextEn, CheckFinished Data)
{
    /// <summary>Whether a text can be the id of an entry.</summary>
    public static bool IsId(string text) => IdForm().IsMatch(text);

    /// <summary>The entry that tells of a result.</summary>
    public static Notification Of(CheckResult result, DateTimeOffset now)
    {
        var id = Hash(result.RunId);
        var (verdictZh, verdictEn) = result.Answer switch
        {
            "true" => ("正品", "authentic"),
            "fake" => ("仿品", "fake"),
            _ => ("无法确定", "not sure"),
        };
        return new Notification(
            id,
            now.ToUnixTimeMilliseconds(),
            false,
            $"鉴定结果:{verdictZh}",
            $"Check finished: {verdictEn}",
            $"{result.ShoeModel}:{result.ReasonZh}",
            $"{result.ShoeModel}: {result.ReasonEn}",
            new CheckFinished(
                id,
                result.TaskId,
                result.RunId,
                result.MetaTag,
                result.ShoeModel,
                result.Answer,
                result.FinishTime,
                verdictZh,
                verdictEn,
                result.ReasonZh,
                result.ReasonEn));
    }

    /// <summary>The id of this entry's message to a device, the same at every try.</summary>
    public string MessageId(string deviceId) => Hash($"{Id}/{deviceId}");

    /// <summary>This entry as a message to a device, in its language.</summary>
    public PushMessage MessageTo(Device device)
    {
        var (title, text) = device.Language == Language.English ? (TitleEn, TextEn) : (TitleZh, TextZh);
        var data = JsonSerializer.SerializeToElement(Data, NotificationWire.Wire.CheckFinished);
        return new PushMessage(MessageId(device.DeviceId), CheckFinished.Type, Data.FinishTime, title, text, data);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    [GeneratedRegex(@"\A[0-9a-f]{32}\z")]
    private static partial Regex IdForm();
}
