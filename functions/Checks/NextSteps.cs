namespace SneakerCheck.Checks;

/// <summary>What the owner of a finished check can do next.</summary>
internal static class NextSteps
{
    public static readonly LocalText Wait = new(
        "您无需操作，有结论时会通知您。", "You need do nothing; you will be told the answer.");

    public static readonly LocalText TryLater = new("请稍后新建一次鉴定再试。", "Open a new check later and try again.");

    private static readonly LocalText Choose = new(
        "请从列表中选择型号和鉴定种类，新建一次鉴定。", "Open a new check, and choose its shoe model and its kind from the lists.");

    private static readonly LocalText MorePairs = new(
        "重拍照片不会改变结果；等已知的鞋更多时可再次鉴定。", "New photos would not change this; check the pair again when more pairs are known.");

    private static readonly LocalText BetterPhotos = new(
        "可以在日光下按提示重新拍摄，再新建一次鉴定。", "Photos taken in daylight, as the hints say, may decide it: open a new check.");

    private static readonly LocalText None = new("您无需再做什么。", "There is nothing more for you to do.");

    private static readonly LocalText OfFake = new(
        "请先不要付款或确认收货；如已购买，请联系卖家或平台退货。",
        "Do not pay or confirm receipt; if you have bought the pair, ask the seller or the marketplace to take it back.");

    /// <summary>The photos that must be taken again.</summary>
    public static LocalText Retake(IReadOnlyCollection<TemplateView> views) => new(
        $"请新建一次鉴定，重新拍摄{string.Concat(views.Select(view => $"“{view.Title.Zh}”"))}。",
        $"Open a new check and take {string.Join(" and ", views.Select(view => $"“{view.Title.En}”"))} again.");

    /// <summary>After an answer for these reasons, the most important first.</summary>
    public static LocalText After(Answer answer, IReadOnlyList<Reason> reasons) => (answer, reasons[0].Code) switch
    {
        (Answer.True, _) => None,
        (Answer.Fake, _) => OfFake,
        (_, "answered_by_person") => None,
        (_, "run_failed" or "scorer_unavailable") => TryLater,
        (_, "unknown_template" or "unknown_shoe_model") => Choose,
        (_, "no_exemplars" or "too_few_genuine" or "too_few_fake") => MorePairs,
        _ => BetterPhotos,
    };
}
