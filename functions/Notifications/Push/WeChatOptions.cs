namespace SneakerCheck.Notifications.Push;

/// <summary>The WeChat mini program that sends subscribe messages; the section <c>WeChat</c>.</summary>
public sealed class WeChatOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "WeChat";

    /// <summary>WeChat's server.</summary>
    public string Endpoint { get; set; } = "https://api.weixin.qq.com";

    /// <summary>The mini program's AppID.</summary>
    public string? AppId { get; set; }

    /// <summary>The mini program's AppSecret.</summary>
    public string? AppSecret { get; set; }

    /// <summary>The id of the message template, from the mini program's console.</summary>
    public string? TemplateId { get; set; }

    /// <summary>
    /// What the template's keywords show: keyword (for example <c>thing1</c>) to <c>title</c>, <c>text</c> or a member of the
    /// message's data (for example <c>shoe_model</c>). The template names its keywords, so there is no default.
    /// </summary>
    public Dictionary<string, string> Fields { get; set; } = [];

    /// <summary>The mini program's page that a tap opens; null: none.</summary>
    public string? Page { get; set; }

    /// <summary>Which edition a tap opens: <c>developer</c>, <c>trial</c> or <c>formal</c>.</summary>
    public string MiniProgramState { get; set; } = "formal";

    /// <summary>Whether subscribe messages are wanted.</summary>
    public bool IsConfigured => !string.IsNullOrEmpty(AppId);

    /// <summary>What is wrong with the settings, each in one line.</summary>
    public IEnumerable<string> Faults()
    {
        (string Name, bool IsSet)[] settings =
        [
            (nameof(AppId), !string.IsNullOrEmpty(AppId)), (nameof(AppSecret), !string.IsNullOrEmpty(AppSecret)),
            (nameof(TemplateId), !string.IsNullOrEmpty(TemplateId)), (nameof(Fields), Fields.Values.Any(value => value.Length > 0)),
        ];
        var missing = settings.Where(setting => !setting.IsSet).Select(setting => $"{Section}__{setting.Name}").ToArray();
        if (missing.Length > 0 && missing.Length < settings.Length)
            yield return $"{Section} needs {nameof(AppId)}, {nameof(AppSecret)}, {nameof(TemplateId)} and {nameof(Fields)}, or none of them; missing: {string.Join(", ", missing)}.";
        if (!(Uri.TryCreate(Endpoint, UriKind.Absolute, out var url) && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback))))
            yield return $"{Section}__{nameof(Endpoint)} must be an https URL.";
        if (MiniProgramState is not ("developer" or "trial" or "formal"))
            yield return $"{Section}__{nameof(MiniProgramState)} must be developer, trial or formal.";
        if (IsConfigured)
        {
            foreach (var (keyword, _) in Fields.Where(field => field.Value.Length == 0))
                yield return $"{Section}__{nameof(Fields)}__{keyword} must say what the keyword shows: title, text or a member of the message's data.";
        }
        foreach (var keyword in Fields.Keys.Where(keyword => !WeChatKeyword.IsKnown(keyword)))
            yield return $"{Section}__{nameof(Fields)} has '{keyword}', which is no keyword of a template that can be filled.";
    }
}
