using System.Net;
using System.Net.Http.Headers;

namespace SneakerCheck.Tests.Checks;

/// <summary>Operators list labelled photos by shoe model, view, verdict and pair, and open one.</summary>
public sealed class ListExemplarsTests
{
    [Fact]
    public async Task Filters_are_combined_and_paged()
    {
        var desk = await (await TestHost.Shared).Operator();
        var model = $"listed-{Guid.NewGuid():N}";
        await RunCheckDecisionTests.Catalogue.AddModel(desk, model);
        var (one, two, three) = (await Add("appear", "true", "a"), await Add("tag", "true", "a"), await Add("appear", "fake", "b"));
        var four = await Add("appear", "true", "c");

        Assert.Equal([four, three, two, one], await List(""));
        Assert.Equal([four, two, one], await List("&verdict=true"));
        Assert.Equal([three], await List("&verdict=fake"));
        Assert.Equal([two, one], await List("&pair=a"));
        Assert.Equal([one], await List("&pair=a&view=appear"));
        Assert.Equal([four, one], await List("&verdict=true&view=appear"));
        Assert.Empty(await List("&verdict=fake&pair=a"));
        Assert.Empty(await List("&pair=%27%20OR%201%3D1"));
        var page = await desk.GetAsync($"/api/v1/exemplars?shoe_model={model}&verdict=true&limit=2");
        var next = page.Headers.GetValues("Link").Single().Split('<', '>')[1];
        var rest = await (await desk.GetAsync(next)).Json(HttpStatusCode.OK);
        Assert.Equal([one], rest.EnumerateArray().Select(exemplar => exemplar.Text("id")));
        await (await desk.GetAsync("/api/v1/exemplars?verdict=not_sure")).Problem(400, "invalid_field");
        await (await desk.GetAsync("/api/v1/exemplars?verdict=true&verdict=fake")).Problem(400, "invalid_field");

        async Task<string> Add(string view, string verdict, string pair)
        {
            using var photo = new ByteArrayContent(TestPhoto.Unique());
            photo.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
            var reply = await desk.PostAsync(
                $"/api/v1/exemplars?shoe_model={model}&view={view}&verdict={verdict}&pair={pair}", photo);
            return (await reply.Json(HttpStatusCode.Created)).Text("id");
        }

        async Task<IEnumerable<string>> List(string filter) =>
            (await (await desk.GetAsync($"/api/v1/exemplars?shoe_model={model}{filter}")).Json(HttpStatusCode.OK)).EnumerateArray()
                .Select(exemplar => exemplar.Text("id"));
    }

    [Fact]
    public async Task One_exemplar_has_a_short_link_to_its_photo()
    {
        var desk = await (await TestHost.Shared).Operator();
        var model = $"shown-{Guid.NewGuid():N}";
        await RunCheckDecisionTests.Catalogue.AddModel(desk, model);
        var id = await RunCheckDecisionTests.Catalogue.AddExemplar(desk, model, TestPhoto.Make.Fake, 901);

        var shown = await (await desk.GetAsync($"/api/v1/exemplars/{id}")).Json(HttpStatusCode.OK);
        var listed = (await (await desk.GetAsync($"/api/v1/exemplars?shoe_model={model}")).Json(HttpStatusCode.OK)).EnumerateArray();

        Assert.Equal((id, model, "fake"), (shown.Text("id"), shown.Text("shoe_model"), shown.Text("verdict")));
        using var storage = new HttpClient();
        Assert.Equal(TestPhoto.Shoe(TestPhoto.Make.Fake, 901), await storage.GetByteArrayAsync(shown.Text("url")));
        Assert.InRange(
            shown.GetProperty("expire_time").GetDateTimeOffset(), DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddMinutes(5));
        Assert.DoesNotContain("url", Assert.Single(listed).Names());
    }
}
