using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

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
        var owner = await catalogue.Host.Owner();
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
        var owner = await catalogue.Host.Owner();

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
    public async Task Without_exemplars_the_answer_is_not_sure_for_that_reason()
    {
        var owner = await catalogue.Host.Owner();
        var task = await owner.CreateTask(
            TestHost.SmallTemplate, TestHost.PlainModel, ("appear", TestPhoto.Shoe(TestPhoto.Make.Genuine, 111)));

        var finished = await owner.Run(task);

        Assert.Equal("not_sure", finished.Text("answer"));
        Assert.Equal("no_exemplars", finished.GetProperty("report").List("reasons").First().Text("code"));
        await Hosting.Eventually.Holds(async () => (await owner.Notifications()).Length == 1, "the owner is notified");
        Assert.Contains("exemplar", (await owner.Notifications())[0].GetProperty("data").Text("reason_en"));
    }

    [Fact]
    public async Task A_genuine_looking_photo_that_fails_the_quality_limits_is_never_true()
    {
        var desk = await catalogue.Host.Operator();
        var strict = JsonSerializer.SerializeToElement(TestTemplates.Small("glaring-1")).GetRawText()
            .Replace("\"mean_luma_min\":1,", "\"mean_luma_min\":250,");
        Assert.Contains("250", strict);
        await (await desk.PutAsync("/api/v1/templates/glaring-1", new StringContent(strict))).Json(HttpStatusCode.Created);
        var owner = await catalogue.Host.Owner();

        var finished = await Run(owner, TestPhoto.Shoe(TestPhoto.Make.Genuine, 112), "glaring-1");

        Assert.Equal("not_sure", finished.Text("answer"));
        var dark = Assert.Single(finished.GetProperty("report").List("photos")).List("findings")
            .Single(finding => finding.Text("name") == "mean_luma");
        Assert.False(dark.GetProperty("passed").GetBoolean());
        Assert.Contains("too low", dark.GetProperty("reason").Text("en"));
    }

    [Fact]
    public async Task An_added_or_deleted_exemplar_takes_effect_with_the_next_run()
    {
        var desk = await catalogue.Host.Operator();
        var owner = await catalogue.Host.Owner();
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

        public async Task InitializeAsync()
        {
            Host = await TestHost.Shared;
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
