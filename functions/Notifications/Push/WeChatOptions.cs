namespace SneakerCheck.Notifications.Push;

/// <summary>The WeChat mini program that sends subscribe messages; section <c>WeChat</c>.</summary>
public sealed class WeChatOptions
{
    public const string Section = "WeChat";

    public string Endpoint { get; set; } = "https://api.weixin.qq.com";

    /// <summary>The mini program's AppID.</summary>
    public string? AppId { get; set; }

    /// <summary>The mini program's AppSecret.</summary>
    public string? AppSecret { get; set; }

    /// <summary>The id of the message template, from the mini program's console.</summary>
    public string? TemplateId { get; set; }

    /// <summary>
    /// Maps each keyword of the template (for example <c>thing1</c>) to <c>title</c>, <c>text</c> or a member of the message's data
    /// (for example <c>shoe_model</c>). The keywords depend on the template, so there is no default.
    /// </summary>
    public Dictionary<string, string> Fields { get; set; } = [];

    /// <summary>The page of the mini program that a tap opens; optional.</summary>
    public string? Page { get; set; }

    /// <summary>Which edition a tap opens: <c>developer</c>, <c>trial</c> or <c>formal</c>.</summary>
    public string MiniProgramState { get; set; } = "formal";

    public bool IsConfigured => !string.IsNullOrEmpty(AppId);

    /// <summary>Validates the settings; returns one line for each error.</summary>
    public IEnumerable<string> Validate()
    {
        (string Name, bool IsSet)[] settings =
        [
            (nameof(AppId), !string.IsNullOrEmpty(AppId)), (nameof(AppSecret), !string.IsNullOrEmpty(AppSecret)),
            (nameof(TemplateId), !string.IsNullOrEmpty(TemplateId)), (nameof(Fields), Fields.Values.Any(value => value.Length > 0)),
        ];
        var missing = settings.Where(setting => !setting.IsSet).Select(setting => $"{Section}__{setting.Name}").ToArray();
        if (missing.Length > 0 && missing.Length < settings.Length)
        {
            yield return $"{Section} needs {nameof(AppId)}, {nameof(AppSecret)}, {nameof(TemplateId)} and {nameof(Fields)}, "
                + $"or none of them; missing: {string.Join(", ", missing)}.";
        }
        if (!(Uri.TryCreate(Endpoint, UriKind.Absolute, out var url)
                && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback))))
            yield return $"{Section}__{nameof(Endpoint)} must be an https URL.";
        if (MiniProgramState is not ("developer" or "trial" or "formal"))
            yield return $"{Section}__{nameof(MiniProgramState)} must be developer, trial or formal.";
        if (IsConfigured)
        {
            foreach (var (keyword, _) in Fields.Where(field => field.Value.Length == 0))
            {
                yield return $"{Section}__{nameof(Fields)}__{keyword} must say what the keyword shows: "
                    + "title, text or a member of the message's data.";
            }
        }
        foreach (var keyword in Fields.Keys.Where(keyword => !WeChatKeyword.IsKnown(keyword)))
            yield return $"{Section}__{nameof(Fields)} has '{keyword}', which is no keyword of a template that can be filled.";
    }
}
