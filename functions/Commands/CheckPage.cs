using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace SneakerCheck.Commands;

/// <summary>Everything that a page about a check shows.</summary>
/// <param name="Check">The check as an operator sees it.</param>
/// <param name="Template">Its template, for its shoe model.</param>
/// <param name="ModelTitle">The shoe model's title; null if the model is gone.</param>
/// <param name="Outlines">SVG by the outline's name.</param>
/// <param name="Pictures">JPEG by link.</param>
public sealed record CheckContents(
    JsonNode Check,
    JsonNode Template,
    JsonNode? ModelTitle,
    IReadOnlyDictionary<string, string> Outlines,
    IReadOnlyDictionary<string, byte[]> Pictures);

/// <summary>
/// One HTML file about a check, without a script and without anything that is loaded from elsewhere. Texts are in Chinese and English,
/// as in the report.
/// </summary>
public static class CheckPage
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Render(CheckContents contents)
    {
        var check = contents.Check;
        var html = new StringBuilder();
        html.Append($"""
            <!doctype html>
            <html lang="zh">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <meta name="robots" content="noindex">
            <title>{Text(check["id"])} · SneakerCheck</title>
            <style>{CheckPageStyle.Css}</style>
            </head>
            <body>
            <header>

            """);
        Head(html, contents);
        html.Append("</header>\n<main>\n");
        if (check["report"] is { } report)
            Labels(html, report);
        html.Append($"<input type=\"checkbox\" id=\"outlines\" checked><label for=\"outlines\">{Both("轮廓", "Outlines")}</label>\n");
        foreach (var view in contents.Template["views"]!.AsArray())
            Photo(html, contents, view!);
        html.Append("</main>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static void Head(StringBuilder html, CheckContents contents)
    {
        var (check, report) = (contents.Check, contents.Check["report"]);
        var answer = check["answer"]?.ToString();
        html.Append($"<p class=\"verdict {Text(answer ?? "none")}\">{Both(AnswerText(answer))}</p>\n");
        html.Append($"<h1>{Both(contents.ModelTitle, $"{check["shoe_model"]}")}</h1>\n");
        if (report?["review_hold"]?.GetValue<bool>() == true)
            html.Append($"<p class=\"hold\">{Both("等待人工复核", "Waits for a person to look at it")}</p>\n");
        foreach (var reason in report?["reasons"]?.AsArray() ?? [])
            html.Append($"<p class=\"reason\">{Lines(reason!["text"]!)}</p>\n");
        if (report?["held"] is { } held)
        {
            html.Append($"<p class=\"reason\">{Both("若无人工复核，结论会是", "Without the hold the answer would be")}: ");
            html.Append($"{Both(AnswerText($"{held["answer"]}"))}</p>\n");
        }
        if (report?["next_step"] is { } next)
            html.Append($"<p class=\"next\">{Lines(next)}</p>\n");
        html.Append("<dl class=\"facts\">");
        Fact("编号", "Check", Text(check["id"]));
        Fact("模板", "Template", $"{Both(contents.Template["title"], $"{check["meta_tag"]}")}");
        Fact("账户", "Account", Text(check["user_id"]));
        Fact("提交时间", "Submitted", Time(check["start_time"]));
        Fact("完成时间", "Answered", Time(check["finish_time"]));
        Fact("误差上限", "Error bound", Text(contents.Template["error_bound"]));
        html.Append("</dl>\n");

        void Fact(string zh, string en, string value) => html.Append($"<div><dt>{Both(zh, en)}</dt><dd>{value}</dd></div>");
    }

    // On a logarithmic scale: the difference between 0.01 and 0.05 matters as much as that between 0.2 and 1.
    private static void Labels(StringBuilder html, JsonNode report)
    {
        if (report["labels"]?.AsArray() is not { Count: > 0 } labels)
            return;
        var bound = report["error_bound"]!.GetValue<double>();
        html.Append($"<section><h2>{Both("与已知样本相比", "Compared with labelled pairs")}</h2>\n");
        foreach (var label in labels)
        {
            var (zh, en) = $"{label!["label"]}" == "true"
                ? ("假设是真品", "If it were genuine")
                : ("假设是假货", "If it were fake");
            html.Append($"<div class=\"gauge\"><p>{Both(zh, en)}</p>");
            if (label["p_value"]?.GetValue<double>() is { } p)
            {
                var verdict = p <= bound ? Both("排除", "ruled out") : Both("不能排除", "not ruled out");
                Bar(html, Log(bound), 1, Log(p), p > bound, $"p = {Figure(p)}, {Figure(bound)}");
                html.Append($"<p class=\"number\">p = {Figure(p)} · {verdict} · ");
                html.Append($"{Both($"不超过 {Figure(bound)} 即排除", $"{Figure(bound)} or less rules it out")} · ");
            }
            else
            {
                html.Append("<p class=\"number\">");
            }
            html.Append($"{Both($"对比 {label["pairs"]} 双", $"compared with {label["pairs"]} pairs")}");
            if (label["pairs_lacking"]?.GetValue<int>() is > 0 and var lacking)
                html.Append($" · {Both($"还缺 {lacking} 双", $"{lacking} more are needed")}");
            html.Append("</p></div>\n");
        }
        html.Append("</section>\n");

        static double Log(double p) => Math.Clamp(1 + Math.Log10(Math.Max(p, 0.001)) / 3, 0, 1);
    }

    private static void Photo(StringBuilder html, CheckContents contents, JsonNode view)
    {
        var id = $"{view["id"]}";
        var shown = contents.Check["photos"]!.AsArray().FirstOrDefault(photo => $"{photo!["view"]}" == id);
        var found = contents.Check["report"]?["photos"]?.AsArray().FirstOrDefault(photo => $"{photo!["view"]}" == id);
        if (shown is null && found is null && !view["required"]!.GetValue<bool>())
            return;
        html.Append($"<section class=\"photo\"><h2>{Both(view["title"], id)}");
        if (found is not null)
        {
            html.Append(found["usable"]!.GetValue<bool>()
                ? $" <span class=\"tag good\">{Both("已采用", "used")}</span>"
                : $" <span class=\"tag bad\">{Both("未采用", "not used")}</span>");
        }
        html.Append("</h2>\n<div class=\"beside\">\n<div>\n<figure class=\"main\">");
        Picture(html, contents, shown?["url"], id);
        if (contents.Outlines.TryGetValue($"{view["outline"]}", out var outline))
            html.Append($"<img class=\"outline\" alt=\"\" src=\"data:image/svg+xml;base64,{Base64(Encoding.UTF8.GetBytes(outline))}\">");
        html.Append("</figure>\n");
        Strip(html, contents, shown?["nearest"]?.AsArray() ?? [], ("最近的样本", "Nearest exemplars"), Near);
        var matches = shown?["matches"]?.AsArray() ?? [];
        Strip(html, contents, matches, ("画面相同的旧照片", "Earlier photos of the same picture"), Match);
        html.Append("</div>\n<div>\n");
        foreach (var finding in found?["findings"]?.AsArray() ?? [])
            Finding(html, finding!);
        html.Append("</div>\n</div>\n");
        html.Append("</section>\n");

        string Near(JsonNode near) => $"<span class=\"tag {($"{near["verdict"]}" == "true" ? "good" : "bad")}\">"
            + $"{Both(AnswerText($"{near["verdict"]}"))}</span><br>{Text(near["pair"])}<br>"
            + $"{Both("距离", "distance")} {Figure(near["distance"]!.GetValue<double>())}";

        string Match(JsonNode match)
        {
            var report = found?["matches"]?.AsArray().FirstOrDefault(
                other => $"{other!["task_id"]}" == $"{match["task_id"]}" && $"{other["view"]}" == $"{match["view"]}");
            var likeness = report?["correlation"]?.GetValue<double>() is { } correlation
                ? $"<br>{Both("相似度", "likeness")} {Figure(correlation)}"
                : "";
            return $"{Both("账户", "account")} {Text(match["user_id"])}<br>{Text(match["task_id"])}{likeness}";
        }
    }

    private static void Finding(StringBuilder html, JsonNode finding)
    {
        var passed = finding["passed"]!.GetValue<bool>();
        html.Append($"<div class=\"gauge {(passed ? "" : "failed")}\"><p>{Lines(finding["reason"]!)}</p>");
        if (finding["value"]?.GetValue<double>() is { } value
            && Gauge.Of($"{finding["name"]}", value, finding["limit"]?.ToString()) is { } gauge)
        {
            // The sentence has the number and its limit already.
            Bar(html, gauge.From, gauge.To, gauge.Value, passed, $"{Figure(value)} ({finding["limit"]})");
        }
        html.Append("</div>\n");
    }

    private static void Strip(
        StringBuilder html, CheckContents contents, JsonArray items, (string Zh, string En) title, Func<JsonNode, string> caption)
    {
        if (items.Count == 0)
            return;
        html.Append($"<h3>{Both(title.Zh, title.En)}</h3>\n<div class=\"strip\">");
        foreach (var item in items)
        {
            html.Append("<figure>");
            Picture(html, contents, item!["url"], "");
            html.Append($"<figcaption>{caption(item)}</figcaption></figure>");
        }
        html.Append("</div>\n");
    }

    private static void Picture(StringBuilder html, CheckContents contents, JsonNode? link, string alt)
    {
        if (link is not null && contents.Pictures.TryGetValue($"{link}", out var jpeg))
            html.Append($"<img alt=\"{Text(alt)}\" src=\"data:image/jpeg;base64,{Base64(jpeg)}\">");
        else
            html.Append($"<div class=\"missing\">{Both("没有照片", "no photo")}</div>");
    }

    private static void Bar(StringBuilder html, double from, double to, double value, bool passed, string label)
    {
        html.Append($"<div class=\"bar\" role=\"img\" aria-label=\"{Text(label)}\">");
        html.Append(CultureInfo.InvariantCulture, $"<i style=\"left:{from * 100:0.##}%;width:{(to - from) * 100:0.##}%\"></i>");
        var mark = passed ? "good" : "bad";
        html.Append(CultureInfo.InvariantCulture, $"<b class=\"{mark}\" style=\"left:{value * 100:0.##}%\"></b></div>");
    }

    private static (string Zh, string En) AnswerText(string? answer) => answer switch
    {
        "true" => ("真品", "genuine"),
        "fake" => ("假货", "fake"),
        "not_sure" => ("无法确定", "not sure"),
        _ => ("尚无结论", "no answer yet"),
    };

    private static string Both((string Zh, string En) text) => Both(text.Zh, text.En);

    private static string Both(JsonNode? text, string otherwise) =>
        text is null ? Text(otherwise) : Both($"{text["zh"]}", $"{text["en"]}");

    private static string Both(string zh, string en) => $"{Text(zh)} <span lang=\"en\">{Text(en)}</span>";

    private static string Lines(JsonNode text) => $"{Text(text["zh"])}<br><span lang=\"en\">{Text(text["en"])}</span>";

    private static string Time(JsonNode? time) => time is null
        ? "–"
        : time.GetValue<DateTimeOffset>().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Figure(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Text(object? text) => Encoder.Encode($"{text}");

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);
}
