using SneakerCheck.Checks.Likeness;

namespace SneakerCheck.Checks;

/// <summary>
/// Why a check has its answer, in the clients' languages. A sentence that the buyer of a shoe understands comes first, the numbers
/// second. What is said of one photo is in <see cref="PhotoTexts"/>, what to do next in <see cref="NextSteps"/>.
/// </summary>
internal static class Reasons
{
    public static Reason UnknownTemplate(string metaTag) => new(
        "unknown_template", new($"没有“{metaTag}”这种鉴定。", $"There is no kind of check called {metaTag}."));

    public static Reason UnknownModel(string shoeModel) => new(
        "unknown_shoe_model", new($"没有“{shoeModel}”这个球鞋型号。", $"There is no shoe model called {shoeModel}."));

    /// <param name="view">A view that the decision needs.</param>
    /// <param name="why">Why its photo cannot be used; null if there is none.</param>
    public static Reason ViewNotUsable(TemplateView view, LocalText? why) => new(
        "view_not_usable",
        why is null
            ? new($"缺少照片“{view.Title.Zh}”。", $"The photo “{view.Title.En}” is missing.")
            : new($"照片“{view.Title.Zh}”不能用：{why.Zh}", $"The photo “{view.Title.En}” cannot be used. {why.En}"));

    public static Reason PhotoNotUsed(TemplateView view, LocalText why) => new(
        "photo_not_used",
        new($"照片“{view.Title.Zh}”没有用上：{why.Zh}", $"The photo “{view.Title.En}” was not used. {why.En}"));

    /// <summary>Something that the comparison needs is lacking; the reasons before it say what.</summary>
    public static Reason NotCompared() => new(
        "not_compared", new("因此没有与已知的真品和仿品对比。", "The shoe was therefore not compared with known genuine and fake pairs."));

    public static Reason NothingToScore() => new("nothing_to_score", new("没有可以使用的照片。", "There is no photo that can be used."));

    public static Reason SeenBefore() => new(
        "seen_before",
        new(
            "有照片曾由其他账户上传过，所以先由工作人员查看，再给出结论。",
            "Another account has uploaded one of these photos before, so a person looks at this check before it gets an answer."));

    public static Reason AnsweredByPerson(string reason) => new(
        "answered_by_person", new($"工作人员查看后的结论：{reason}", $"A person has looked at this check: {reason}"));

    public static Reason RunFailed() => new(
        "run_failed",
        new("由于我们的故障，鉴定没有完成，与您的照片无关。", "This check could not be finished because of a fault on our side, not because of your photos."));

    public static Reason ScorerFailed() => new(
        "scorer_unavailable",
        new(
            "对比照片的服务暂时不可用，与您的照片无关。",
            "The service that compares the photos is not available at the moment. It is not because of your photos."));

    public static Reason Scored(Answer answer, double genuine, double fake, double bound)
    {
        var numbers = PValues(genuine, fake, bound);
        return answer switch
        {
            Answer.True => new("scored_genuine", PhotoTexts.Sentences(
                new("照片与真品相符，与仿品不符。", "The photos are like those of genuine pairs and unlike those of fakes."), numbers)),
            Answer.Fake => new("scored_fake", PhotoTexts.Sentences(
                new("照片与仿品相符，与真品不符。", "The photos are like those of fakes and unlike those of genuine pairs."), numbers)),
            _ => new("scored_undecided", PhotoTexts.Sentences(
                new("照片分不出真假。", "The photos do not tell whether the pair is genuine or fake."), numbers)),
        };
    }

    /// <summary>A reason of the comparison with exemplars.</summary>
    public static Reason Of(LikenessReason reason, LikenessDecision decision, LikenessExemplars exemplars, Template template)
    {
        var (genuine, fake) = (decision.True, decision.Fake);
        var numbers = PValues(genuine.PValue, fake.PValue, decision.ErrorBound);
        return reason switch
        {
            LikenessReason.OneLabelRemains when decision.Answer == LikenessAnswer.True => new("like_genuine", PhotoTexts.Sentences(
                new("与已知的真品一致，与已知的仿品不同。", "It looks like the genuine pairs that are known, and unlike the fakes."), numbers)),
            LikenessReason.OneLabelRemains => new("like_fake", PhotoTexts.Sentences(
                new("与已知的仿品一致，与已知的真品不同。", "It looks like the fakes that are known, and unlike the genuine pairs."), numbers)),
            LikenessReason.BothLabelsRemain => new("both_possible", PhotoTexts.Sentences(
                new("照片与真品和仿品都相符，分不出真假。", "The photos fit genuine pairs as well as fakes, so they do not decide it."), numbers)),
            LikenessReason.NoLabelRemains => new("neither_likely", PhotoTexts.Sentences(
                new("既不像已知的真品，也不像已知的仿品。", "It looks neither like the genuine pairs nor like the fakes that are known."), numbers)),
            LikenessReason.NotTypical => NotTypical(genuine.IsPossible ? genuine : fake, decision.ErrorBound),
            LikenessReason.NoCommonView => new(
                "no_exemplars",
                exemplars.Pairs.Count == 0
                    ? new("还没有这个型号的已知鞋可以对比。", "No pairs of this shoe model are known yet to compare with.")
                    : new("这个型号的已知鞋没有这些角度的照片。", "The known pairs of this shoe model have no photos of these views.")),
            LikenessReason.TooFewTruePairs => new(
                "too_few_genuine", TooFew(genuine, new("可以对比的真品太少。", "Too few genuine pairs are known to compare with."))),
            LikenessReason.TooFewFakePairs => new(
                "too_few_fake", TooFew(fake, new("可以对比的仿品太少。", "Too few fakes are known to compare with."))),
            LikenessReason.ViewsSetAside => ViewsSetAside([.. decision.ViewsSetAside.Select(id => template.View(id)!.Title)]),
            LikenessReason.ConflictingPairs => new("conflicting_exemplars", new(
                $"有 {exemplars.ConflictingPairs} 双已知鞋的标注自相矛盾，没有采用。",
                $"{exemplars.ConflictingPairs} known pairs are labelled both genuine and fake, and were left out.")),
            _ => throw new ArgumentOutOfRangeException(nameof(reason)),
        };
    }

    private static Reason NotTypical(LabelFinding finding, double bound)
    {
        var gate = LikenessDecision.TypicalityGate(bound, finding.CalibrationPairs);
        var (typicality, limit) = (Figures.P(finding.TypicalityPValue, gate), Figures.Text(Figures.Round(gate, 3, null, null)));
        return new("not_typical", new(
            $"与所有已知的鞋都差别太大，可能是没有见过的款式或仿品。典型程度 p {typicality}，须大于 {limit}。",
            "It is unlike every pair that is known; it may be a version or a kind of fake that has not been seen yet. "
            + $"How typical: p {typicality}; more than {limit} is needed."));
    }

    private static LocalText TooFew(LabelFinding finding, LocalText what)
    {
        var needed = finding.CalibrationPairs + finding.PairsLacking;
        return PhotoTexts.Sentences(what, new(
            $"有这些照片的 {finding.CalibrationPairs} 双，需要 {needed} 双。",
            $"{finding.CalibrationPairs} have such photos; {needed} are needed."));
    }

    private static Reason ViewsSetAside(IReadOnlyCollection<LocalText> titles) => new("views_set_aside", new(
        $"有些照片没有参与对比，因为有这类照片的已知鞋太少：{string.Join('、', titles.Select(title => $"“{title.Zh}”"))}。",
        "Some photos were not compared, because too few known pairs have such photos: "
        + $"{string.Join(", ", titles.Select(title => $"“{title.En}”"))}."));

    private static LocalText PValues(double genuine, double fake, double bound) => new(
        $"真品 p {Figures.P(genuine, bound)}，仿品 p {Figures.P(fake, bound)}；不超过 {Figures.Text(bound)} 即排除。",
        $"Genuine: p {Figures.P(genuine, bound)}, fake: p {Figures.P(fake, bound)}; {Figures.Text(bound)} or less rules it out.");
}
