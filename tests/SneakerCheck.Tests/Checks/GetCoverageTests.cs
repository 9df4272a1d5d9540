using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace SneakerCheck.Tests.Checks;

/// <summary>Operators see how many labelled pairs a shoe model has and how many more each error bound needs.</summary>
public sealed class GetCoverageTests
{
    [Fact]
    public async Task Pairs_are_counted_by_label_and_view_and_what_lacks_by_template()
    {
        var desk = await (await TestHost.Shared).Operator();
        var (model, template) = ($"covered-{Guid.NewGuid():N}", $"covering-{Guid.NewGuid():N}");
        await RunCheckDecisionTests.Catalogue.AddModel(desk, model);
        await (await desk.PutAsJsonAsync($"/api/v1/templates/{template}", TestTemplates.WithViews(template, "appear", "tag")))
            .Json(HttpStatusCode.Created);
        Assert.Equal((9, 9), Lacking(await Coverage()));
        // Nine pairs of each label are needed at 0.1. Two genuine pairs have both views, one has only the first.
        await Add("appear", "true", "a");
        await Add("appear", "true", "a");
        await Add("tag", "true", "a");
        await Add("appear", "true", "b");
        await Add("tag", "true", "b");
        await Add("appear", "true", "c");
        await Add("appear", "fake", "d");
        await Add("tag", "fake", "d");

        var coverage = await Coverage();

        Assert.Equal(
            (model, 3, 1, 0),
            (coverage.Text("shoe_model"), coverage.GetProperty("true_pairs").GetInt32(), coverage.GetProperty("fake_pairs").GetInt32(),
                coverage.GetProperty("conflicting_pairs").GetInt32()));
        Assert.Equal(
            [("appear", 3, 1), ("tag", 2, 1)],
            coverage.List("views").Select(view =>
                (view.Text("view"), view.GetProperty("true_pairs").GetInt32(), view.GetProperty("fake_pairs").GetInt32())));
        var needs = coverage.List("templates").Single(entry => entry.Text("meta_tag") == template);
        Assert.Equal((0.1, 9), (needs.GetProperty("error_bound").GetDouble(), needs.GetProperty("pairs_needed").GetInt32()));
        var compared = needs.List("views").Select(view => view.GetString()).ToArray();
        var having = compared.Length == 1 ? 3 : 2;
        Assert.Equal((having, 1), (needs.GetProperty("true_pairs").GetInt32(), needs.GetProperty("fake_pairs").GetInt32()));
        Assert.Equal((9 - having, 8), Lacking(coverage));
        Assert.Contains(coverage.List("templates"), entry => entry.Text("meta_tag") == "strict-1"
            && entry.GetProperty("pairs_needed").GetInt32() == 99);

        async Task<System.Text.Json.JsonElement> Coverage() =>
            await (await desk.GetAsync($"/api/v1/shoe_models/{model}/coverage")).Json(HttpStatusCode.OK);

        (int True, int Fake) Lacking(System.Text.Json.JsonElement from)
        {
            var entry = from.List("templates").Single(found => found.Text("meta_tag") == template);
            return (entry.GetProperty("true_lacking").GetInt32(), entry.GetProperty("fake_lacking").GetInt32());
        }

        async Task Add(string view, string verdict, string pair)
        {
            using var photo = new ByteArrayContent(TestPhoto.Unique());
            photo.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
            await (await desk.PostAsync($"/api/v1/exemplars?shoe_model={model}&view={view}&verdict={verdict}&pair={pair}", photo))
                .Json(HttpStatusCode.Created);
        }
    }

    [Fact]
    public async Task What_coverage_says_lacks_is_what_a_run_says()
    {
        var host = await TestHost.Shared;
        var desk = await host.Operator();
        var model = $"lacking-{Guid.NewGuid():N}";
        await RunCheckDecisionTests.Catalogue.AddModel(desk, model);
        for (var pair = 0; pair < 3; pair++)
            await RunCheckDecisionTests.Catalogue.AddExemplar(desk, model, TestPhoto.Make.Genuine, pair);
        await RunCheckDecisionTests.Catalogue.AddExemplar(desk, model, TestPhoto.Make.Fake, 0);
        var owner = await host.Owner();

        var coverage = await (await desk.GetAsync($"/api/v1/shoe_models/{model}/coverage")).Json(HttpStatusCode.OK);
        var report = (await owner.Run(await owner.CreateTask(TestHost.SmallTemplate, model, ("appear", TestPhoto.Unique()))))
            .GetProperty("report");

        var entry = coverage.List("templates").Single(found => found.Text("meta_tag") == TestHost.SmallTemplate);
        Assert.Equal(
            [entry.GetProperty("true_lacking").GetInt32(), entry.GetProperty("fake_lacking").GetInt32()],
            report.List("labels").Select(label => label.GetProperty("pairs_lacking").GetInt32()));
        Assert.Contains("3 have such photos; 9 are needed.", report.List("reasons").First().GetProperty("text").Text("en"));
    }
}
