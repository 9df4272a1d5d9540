using System.Globalization;
using SneakerCheck.Checks.Likeness;
using SneakerCheck.Imaging;

namespace SneakerCheck.Checks;

/// <summary>All texts that a run shows to people, in the clients' languages.</summary>
internal static class Reasons
{
    public static readonly LocalText PhotoLost = new(
        "提交后，存储中已找不到这张照片，请重新拍摄", "Storage no longer holds this photo; take it again.");

    public static readonly LocalText PhotoReplaced = new(
        "照片在提交之后被替换，不予采用", "The photo was replaced after the task was submitted and is not used.");

    public static readonly LocalText Truncated = new("照片文件不完整", "The file is cut off.");

    public static Reason UnknownTemplate(string metaTag) => new(
        "unknown_template", new($"未知的任务类型 {metaTag}", $"The template {metaTag} is not known."));

    public static Reason UnknownModel(string shoeModel) => new(
        "unknown_shoe_model", new($"未知的球鞋型号 {shoeModel}", $"The shoe model {shoeModel} is not known."));

    public static Reason ViewNotUsable(TemplateView view) => new(
        "view_not_usable",
        new($"必需的照片“{view.Title.Zh}”无法使用", $"The required photo “{view.Title.En}” cannot be used; see its findings."));

    public static Reason SeenBefore() => new(
        "seen_before",
        new("有照片与其他账户的旧照片相同，仅供复核", "Some photos match earlier ones of other accounts. This is evidence for review, not a verdict."));

    public static Reason RunFailed() => new(
        "run_failed", new("检测多次失败，无法给出结论", "The run failed again and again, so there is no answer. Open a new task to try again."));

    public static Reason NothingToScore() => new(
        "nothing_to_score", new("没有可用的照片", "There is no photo that could be scored."));

    public static Reason ScorerFailed() => new(
        "scorer_unavailable",
        new("鉴定模型暂时不可用，无法给出结论", "The inference server that scores this template did not answer as it should."));

    public static Reason Scored(Answer answer, double genuine, double fake)
    {
        var numbers = string.Create(CultureInfo.InvariantCulture, $"p(true) = {genuine:0.###}, p(fake) = {fake:0.###}");
        return answer switch
        {
            Answer.True => new("scored_genuine", new($"模型判断为真品，{numbers}", $"The model finds it genuine: {numbers}.")),
            Answer.Fake => new("scored_fake", new($"模型判断为假货，{numbers}", $"The model finds it fake: {numbers}.")),
            _ => new("scored_undecided", new($"模型无法确定，{numbers}", $"The model does not decide: {numbers}.")),
        };
    }

    public static LocalText NotReadable(JpegException exception) => new(
        $"无法读取照片（{exception.Kind}）", $"The photo cannot be read: {exception.Message}");

    public static LocalText Camera(ExifFacts exif)
    {
        var camera = string.Join(' ', new[] { exif.Make, exif.Model }.OfType<string>());
        return (camera.Length, exif.Software) switch
        {
            (0, null) => new("照片没有相机信息", "The photo names no camera."),
            (0, { } software) => new($"照片经软件处理：{software}", $"The photo names no camera but software: {software}."),
            (_, null) => new($"拍摄设备：{camera}", $"Taken with {camera}."),
            (_, { } software) => new($"拍摄设备：{camera}，软件：{software}", $"Taken with {camera}, software {software}."),
        };
    }

    public static LocalText Originality(IReadOnlyList<PhotoMatch> matches) => matches switch
    {
        [] => new("未见相同的旧照片", "No earlier photo of another account looks the same."),
        [{ SameBytes: true }, ..] => new("与其他账户的旧照片文件完全相同", "Another account has uploaded the very same file before."),
        [{ Mirrored: true }, ..] => new("与其他账户旧照片的镜像相同", "It is the mirror image of an earlier photo of another account."),
        _ => new("与其他账户的旧照片画面相同", "It shows the same picture as an earlier photo of another account."),
    };

    public static Reason Of(LikenessReason reason, LikenessDecision decision) => reason switch
    {
        LikenessReason.OneLabelRemains => decision.Answer == LikenessAnswer.True
            ? new("like_genuine", new($"与真品样本一致，假货的可能性 p={P(decision.Fake)}", $"Like genuine pairs; fake has p = {P(decision.Fake)}."))
            : new("like_fake", new($"与假货样本一致，真品的可能性 p={P(decision.True)}", $"Like fake pairs; genuine has p = {P(decision.True)}.")),
        LikenessReason.BothLabelsRemain => new("both_possible", new("真假都有可能", "Both genuine and fake remain possible.")),
        LikenessReason.NoLabelRemains => new("neither_likely", new("既不像真品也不像假货", "It looks like neither the genuine nor the fake pairs.")),
        LikenessReason.NotTypical => new(
            "not_typical", new("与已知样本差别过大", "It is unlike any pair seen so far; perhaps a kind of shoe or of fake not known yet.")),
        LikenessReason.NoCommonView => new(
            "no_exemplars", new("没有可以对比的样本", "There are no exemplars of this shoe model and these views to compare with.")),
        LikenessReason.TooFewTruePairs => new(
            "too_few_genuine",
            new($"真品样本不足，还缺 {decision.True.PairsLacking} 双", $"Too few genuine pairs: {decision.True.PairsLacking} more are needed.")),
        LikenessReason.TooFewFakePairs => new(
            "too_few_fake",
            new($"假货样本不足，还缺 {decision.Fake.PairsLacking} 双", $"Too few fake pairs: {decision.Fake.PairsLacking} more are needed.")),
        LikenessReason.ViewsSetAside => new(
            "views_set_aside",
            new("部分照片因样本不足未参与对比", $"Not compared, for want of exemplars: {string.Join(", ", decision.ViewsSetAside)}.")),
        LikenessReason.ConflictingPairs => new(
            "conflicting_exemplars", new("部分样本标注互相矛盾，未采用", "Some exemplars contradict each other and were left out.")),
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    private static string P(LabelFinding finding) => finding.PValue.ToString("0.###", CultureInfo.InvariantCulture);
}
