using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using SneakerCheck.Notifications.Push;

namespace SneakerCheck.Tests.Notifications;

/// <summary>Stands where WeChat does: hands out tokens, and refuses what WeChat refuses, with its error codes.</summary>
internal sealed partial class WeChatServer : IAsyncDisposable
{
    public const string AppId = "wx0123456789abcdef";
    public const string AppSecret = "secret-of-the-program";
    public const string TemplateId = "template-1";
    public const string OpenId = "oGZUI0egBJY1zhBYw2KhdUfwVJJE";
    public const string Unwilling = "oUnwilling";

    private LocalServer? server;
    private int generation = 1;

    public int? Answer { get; set; }

    public bool HandsOutDeadTokens { get; set; }

    public int ExpiresIn { get; set; } = 7200;

    public WeChatOptions Options => new()
    {
        Endpoint = server!.Address.AbsoluteUri,
        AppId = AppId,
        AppSecret = AppSecret,
        TemplateId = TemplateId,
        Page = "pages/check",
        Fields =
        {
            ["thing1"] = "shoe_model",
            ["phrase2"] = "verdict_zh",
            ["time3"] = "finish_time",
            ["thing4"] = "reason_zh",
            ["character_string5"] = "task_id",
        },
    };

    public IEnumerable<JsonElement> TokenCalls => Calls("/cgi-bin/stable_token");

    public IEnumerable<JsonElement> Messages => Calls("/cgi-bin/message/subscribe/send");

    public static async Task<WeChatServer> Start()
    {
        var weChat = new WeChatServer();
        weChat.server = await LocalServer.Start(weChat.Reply);
        return weChat;
    }

    public void KillTokens() => generation++;

    public ValueTask DisposeAsync() => server!.DisposeAsync();

    private string Token => $"token+{generation}/";

    private IEnumerable<JsonElement> Calls(string path) =>
        from request in server!.Requests
        where request.PathAndQuery.StartsWith(path, StringComparison.Ordinal)
        select JsonDocument.Parse(request.Body).RootElement;

    private async Task Reply(Received request, HttpContext context)
    {
        var body = JsonDocument.Parse(request.Body).RootElement;
        object reply = context.Request.Path.Value switch
        {
            "/cgi-bin/stable_token" => GiveToken(body),
            "/cgi-bin/message/subscribe/send" => Error(Judge(context.Request.Query["access_token"].ToString(), body)),
            _ => Error(404),
        };
        await context.Response.WriteAsJsonAsync(reply);
    }

    private object GiveToken(JsonElement call)
    {
        if (call.GetProperty("grant_type").GetString() != "client_credential" || call.GetProperty("appid").GetString() != AppId)
            return Error(40013);
        if (call.GetProperty("secret").GetString() != AppSecret)
            return Error(40125);
        if (call.GetProperty("force_refresh").GetBoolean())
            HandsOutDeadTokens = false;
        return new { access_token = HandsOutDeadTokens ? "token+1/" : Token, expires_in = ExpiresIn };
    }

    private int Judge(string token, JsonElement message)
    {
        if (token != Token)
            return 40001;
        if (Answer is { } answer)
            return answer;
        var user = message.GetProperty("touser").GetString();
        if (user == Unwilling)
            return 43101;
        if (user != OpenId)
            return 40003;
        if (message.GetProperty("template_id").GetString() != TemplateId)
            return 40037;
        var isFormal = message.GetProperty("miniprogram_state").GetString() is "developer" or "trial" or "formal";
        var isLanguage = message.GetProperty("lang").GetString() is "zh_CN" or "en_US" or "zh_HK" or "zh_TW";
        return isFormal && isLanguage && message.GetProperty("data").EnumerateObject().All(IsValid) ? 0 : 47003;
    }

    private static bool IsValid(JsonProperty keyword)
    {
        var value = keyword.Value.GetProperty("value").GetString()!;
        return Digits().Replace(keyword.Name, "") switch
        {
            "thing" => value.Length is > 0 and <= 20,
            "phrase" => Phrase().IsMatch(value),
            "character_string" => CharacterString().IsMatch(value),
            "time" => Time().IsMatch(value),
            _ => false,
        };
    }

    private static object Error(int code) => new { errcode = code, errmsg = code == 0 ? "ok" : $"refused rid: {code}" };

    [GeneratedRegex("[0-9]+$")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^\p{IsCJKUnifiedIdeographs}{1,5}$")]
    private static partial Regex Phrase();

    [GeneratedRegex("^[!-~]{1,32}$")]
    private static partial Regex CharacterString();

    [GeneratedRegex(@"^(\d{4}年\d{1,2}月\d{1,2}日 )?([01]\d|2[0-3]):[0-5]\d$")]
    private static partial Regex Time();
}
