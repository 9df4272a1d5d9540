using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using SneakerCheck.Tests.Imaging;

namespace SneakerCheck.Tests.Checks;

/// <summary>The whole run, from labelled pairs and photos to true, fake or not_sure, with every finding.</summary>
public sealed class RunCheckDecisionTests(RunCheckDecisionTests.Catalogue catalogue) : IClassFixture<RunCheckDecisionTests.Catalogue>
{
    private const int Pairs = 20;

    [Theory]
    [InlineData(TestPhoto.Make.Genuine, "true", "like_genuine")]
    [InlineData(TestPhoto.Make.Fake, "fake", "like_fake")]
    [InlineData(TestPhoto.Make.Unknown, "not_sure", "not_typical|neither_likely")]
    public async Task Pairs_not_seen_before_are_decided_by_likeness(TestPhoto.Make make, string answer, string reasons)
    {
        var owner = catalogue.Owner;
        for (var pair = 100; pair < 103; pair++)
        {
            var finished = await Run(owner, TestPhoto.Shoe(make, pair));

            var report = finished.GetProperty("report");
            var first = report.List("reasons").First();
            Assert.True(answer == finished.Text("answer"), $"{make} {pair}: {report}");
            Assert.Contains(first.Text("code"), reasons.Split('|'));
            Assert.Equal(0.1, report.GetProperty("error_bound").GetDouble());
            Assert.Equal(["true", "fake"], report.List("labels").Select(label => label.Text("label")));
            Assert.All(report.List("labels"), label =>
            {
                Assert.Equal(Pairs, label.GetProperty("pairs").GetInt32());
                Assert.Equal(0, label.GetProperty("pairs_lacking").GetInt32());
                Assert.InRange(label.GetProperty("p_value").GetDouble(), 0, 1);
                Assert.NotEmpty(label.List("nearest"));
            });
        }
    }

    [Fact]
    public async Task Every_finding_has_its_step_name_number_limit_and_reason()
    {
        var owner = catalogue.Owner;

        var finished = await Run(owner, TestPhoto.Shoe(TestPhoto.Make.Genuine, 110));

        var findings = Assert.Single(finished.GetProperty("report").List("photos")).List("findings").ToArray();
        Assert.Equal(
            [
                "intake bytes", "intake pixels", "intake camera",
                "quality sharpness", "quality mean_luma", "quality shadow", "quality highlight", "quality subject_fill",
                "originality seen_before", "likeness nearest_true", "likeness nearest_fake",
            ],
            findings.Select(finding => $"{finding.Text("step")} {finding.Text("name")}"));
        Assert.All(findings, finding =>
        {
            Assert.Equal(["step", "name", "value", "limit", "passed", "reason"], finding.Names());
            Assert.NotEmpty(finding.GetProperty("reason").Text("zh"));
            Assert.NotEmpty(finding.GetProperty("reason").Text("en"));
        });
        Assert.Equal(192 * 192, findings[1].GetProperty("value").GetDouble());
        Assert.Equal("4096 – 64000000", findings[1].Text("limit"));
        Assert.All(findings[3..8], finding => Assert.Equal(JsonValueKind.Number, finding.GetProperty("value").ValueKind));
        Assert.All(findings[3..8], finding => Assert.NotEmpty(finding.Text("limit")));
        Assert.All(finished.GetProperty("report").List("reasons"), reason =>
        {
            Assert.NotEmpty(reason.GetProperty("text").Text("zh"));
            Assert.NotEmpty(reason.GetProperty("text").Text("en"));
        });
    }

    [Fact]
    public async Task An_optional_photo_that_cannot_be_used_does_not_keep_the_others_from_being_compared()
    {
        var owner = catalogue.Owner;
        var dark = TestJpeg.Encode(192, 192, (_, _) => (0, 0, 0));
        var task = await owner.CreateTask(
            TestHost.SmallTemplate, Catalogue.Model, ("appear", TestPhoto.Shoe(TestPhoto.Make.Genuine, 115)), ("tag", dark));

        var report = (await owner.Run(task)).GetProperty("report");

        Assert.Equal(("true", "like_genuine"), (report.Text("answer"), report.List("reasons").First().Text("code")));
        var unused = Assert.Single(report.List("reasons"), reason => reason.Text("code") == "photo_not_used");
        Assert.Contains("too dark", unused.GetProperty("text").Text("en"));
    }

    [Fact]
    public async Task Every_text_of_a_report_is_a_sentence_with_rounded_numbers()
    {
        var owner = catalogue.Owner;
        foreach (var make in Enum.GetValues<TestPhoto.Make>())
        {
            var report = (await Run(owner, TestPhoto.Shoe(make, 116))).GetProperty("report");
            var texts = report.List("reasons").Select(reason => reason.GetProperty("text"))
                .Concat(report.List("photos").SelectMany(photo => photo.List("findings")).Select(finding => finding.GetProperty("reason")))
                .Append(report.GetProperty("next_step"));

            Assert.All(texts, text =>
            {
                Assert.Matches("^[A-Z“0-9].*[.]$", text.Text("en"));
                Assert.Matches("[\u4e00-\u9fff].*。$", text.Text("zh"));
                Assert.DoesNotMatch("[0-9][.][0-9]{4}", text.Text("en") + text.Text("zh"));
            });
            Assert.DoesNotMatch("\"value\":[0-9]+[.][0-9]{4}", report.GetRawText());
        }
    }

    [Fact]
    public async Task Without_exemplars_the_answer_is_not_sure_for_that_reason()
    {
        var owner = await catalogue.Host.Owner();
        var task = await owner.CreateTask(
            TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Unique()));

        var finished = await owner.Run(task);

        Assert.Equal("not_sure", finished.Text("answer"));
        Assert.Equal("no_exemplars", finished.GetProperty("report").List("reasons").First().Text("code"));
        await Hosting.Eventually.Holds(async () => (await owner.Notifications()).Length == 1, "the owner is notified");
        Assert.Contains("No pairs of this shoe model are known", (await owner.Notifications())[0].GetProperty("data").Text("reason_en"));
    }

    [Fact]
    public async Task A_photo_that_fails_the_quality_limits_is_named_with_the_reason_and_not_compared()
    {
        var desk = await catalogue.Host.Operator();
        var strict = JsonSerializer.SerializeToElement(TestTemplates.Small("glaring-1")).GetRawText()
            .Replace("\"mean_luma_min\":1,", "\"mean_luma_min\":250,");
        Assert.Contains("250", strict);
        await (await desk.PutAsync("/api/v1/templates/glaring-1", new StringContent(strict))).Json(HttpStatusCode.Created);
        var owner = catalogue.Owner;

        var finished = await Run(owner, TestPhoto.Shoe(TestPhoto.Make.Genuine, 112), "glaring-1");

        Assert.Equal("not_sure", finished.Text("answer"));
        var dark = Assert.Single(finished.GetProperty("report").List("photos")).List("findings")
            .Single(finding => finding.Text("name") == "mean_luma");
        Assert.False(dark.GetProperty("passed").GetBoolean());
        Assert.StartsWith("The photo is too dark. Mean brightness ", dark.GetProperty("reason").Text("en"));
        Assert.StartsWith("照片太暗。平均亮度 ", dark.GetProperty("reason").Text("zh"));
        var report = finished.GetProperty("report");
        Assert.Equal(["view_not_usable", "not_compared"], report.List("reasons").Select(reason => reason.Text("code")));
        Assert.Equal(
            $"The photo “Photo” cannot be used. {dark.GetProperty("reason").Text("en")}",
            report.List("reasons").First().GetProperty("text").Text("en"));
        Assert.Empty(report.List("labels"));
        Assert.Equal("Open a new check and take “Photo” again.", report.GetProperty("next_step").Text("en"));
        // Twenty pairs of each label are loaded, so nothing may say that there are none or too few.
        Assert.DoesNotMatch("exemplar|are known|are needed to|0 pairs|样本|太少", report.GetRawText());
    }

    [Fact]
    public async Task An_added_or_deleted_exemplar_takes_effect_with_the_next_run()
    {
        var desk = await catalogue.Host.Operator();
        var owner = catalogue.Owner;
        const string model = "changing_shoe";
        await Catalogue.AddModel(desk, model);

        Assert.Equal("no_exemplars", await FirstReason());
        var added = await Catalogue.AddExemplar(desk, model, TestPhoto.Make.Genuine, 1);
        Assert.Equal("too_few_genuine", await FirstReason());
        Assert.Equal(HttpStatusCode.NoContent, (await desk.DeleteAsync($"/api/v1/exemplars/{added}")).StatusCode);
        Assert.Equal("no_exemplars", await FirstReason());

        async Task<string> FirstReason()
        {
            var task = await owner.CreateTask(TestHost.SmallTemplate, model, ("appear", TestPhoto.Shoe(TestPhoto.Make.Genuine, 113)));
            return (await owner.Run(task)).GetProperty("report").List("reasons").First().Text("code");
        }
    }

    private static async Task<JsonElement> Run(TestHostOwner owner, byte[] photo, string template = TestHost.SmallTemplate) =>
        await owner.Run(await owner.CreateTask(template, Catalogue.Model, ("appear", photo)));

    /// <summary>A shoe model with twenty genuine and twenty fake pairs.</summary>
    public sealed class Catalogue : IAsyncLifetime
    {
        public const string Model = "striped_shoe";

        public TestHost Host { get; private set; } = null!;

        /// <summary>One account for all checks: the drawn shoes are so alike that another account's would count as copies.</summary>
        public TestHostOwner Owner { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Host = await TestHost.Shared;
            Owner = await Host.Owner(quota: 1000);
            var desk = await Host.Operator();
            await AddModel(desk, Model);
            for (var pair = 0; pair < Pairs; pair++)
            {
                await AddExemplar(desk, Model, TestPhoto.Make.Genuine, pair);
                await AddExemplar(desk, Model, TestPhoto.Make.Fake, pair);
            }
        }

        public Task DisposeAsync() => Task.CompletedTask;

        internal static async Task AddModel(HttpClient desk, string id) => await (await desk.PutAsJsonAsync(
            $"/api/v1/shoe_models/{id}", new { id, brand = "Test", title = new { zh = "鞋", en = "Shoe" } })).Json(HttpStatusCode.Created);

        internal static async Task<string> AddExemplar(HttpClient desk, string model, TestPhoto.Make make, int pair)
        {
            using var photo = new ByteArrayContent(TestPhoto.Shoe(make, pair));
            photo.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
            var verdict = make == TestPhoto.Make.Genuine ? "true" : "fake";
            var reply = await desk.PostAsync(
                $"/api/v1/exemplars?shoe_model={model}&view=appear&verdict={verdict}&pair={verdict}-{pair}", photo);
            return (await reply.Json(HttpStatusCode.Created)).Text("id");
        }
    }
}
