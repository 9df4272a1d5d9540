namespace SneakerCheck.Tests.Checks;

/// <summary>Templates that tests release, in their wire format.</summary>
internal static class TestTemplates
{
    /// <summary>Accepts photos of at least 4,096 pixels and any quality, and decides with at least ten pairs of each label.</summary>
    public static object Small(string metaTag) => Of(metaTag, View("appear", required: true), View("tag", required: false));

    /// <summary>The same with these views, all of them required.</summary>
    public static object WithViews(string metaTag, params string[] views) =>
        Of(metaTag, [.. views.Select(view => View(view, required: true))]);

    private static object Of(string metaTag, params object[] views) => new
    {
        meta_tag = metaTag,
        version = 1,
        title = new { zh = "测试", en = "Test" },
        error_bound = 0.1,
        views,
    };

    private static object View(string id, bool required) => new
    {
        id,
        title = new { zh = "照片", en = "Photo" },
        hint = new { zh = "拍照", en = "Take it." },
        required,
        min_pixels = 4096,
        outline = id,
        limits = new
        {
            sharpness_min = 0,
            mean_luma_min = 1,
            mean_luma_max = 254,
            shadow_max = 0.9,
            highlight_max = 0.9,
            subject_fill_min = 0,
        },
    };
}
