using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace SneakerCheck.Tests.Checks;

/// <summary>What operators do: label exemplars, see every check.</summary>
public sealed class OperatorContractTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_exemplar_is_added_listed_and_deleted(bool asForm)
    {
        var desk = await (await TestHost.Shared).Operator();
        var photo = TestPhoto.Unique();
        var query = "shoe_model=air_jordan_1_high&view=seal&verdict=fake&pair=pair-1";

        using HttpContent content = asForm ? Form(photo) : Raw(photo);
        var added = await (await desk.PostAsync(asForm ? "/api/v1/exemplars" : $"/api/v1/exemplars?{query}", content)).Json(HttpStatusCode.Created);
        var listed = await List(desk, "?shoe_model=air_jordan_1_high&view=seal");
        var elsewhere = await List(desk, "?shoe_model=air_jordan_1_high&view=pad");
        using var again = Raw(photo);
        await (await desk.PostAsync($"/api/v1/exemplars?{query}", again)).Problem(409, "exemplar_exists");
        using var contrary = Raw(TestPhoto.Unique());
        await (await desk.PostAsync($"/api/v1/exemplars?{query.Replace("fake", "true")}", contrary)).Problem(409, "pair_has_other_verdict");
        var deleted = await desk.DeleteAsync($"/api/v1/exemplars/{added.Text("id")}");

        Assert.Equal(
            ("air_jordan_1_high", "seal", "fake", "pair-1", (long)photo.Length),
            (added.Text("shoe_model"), added.Text("view"), added.Text("verdict"), added.Text("pair"), added.GetProperty("size").GetInt64()));
        Assert.Contains(added.GetRawText(), listed);
        Assert.Empty(elsewhere);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.DoesNotContain(added.GetRawText(), await List(desk, ""));
        await (await desk.DeleteAsync($"/api/v1/exemplars/{added.Text("id")}")).Problem(404, "not_found");

        static MultipartFormDataContent Form(byte[] photo) => new()
        {
            { new StringContent("air_jordan_1_high"), "shoe_model" },
            { new StringContent("seal"), "view" },
            { new ByteArrayContent(photo), "file", "seal.jpg" },
            { new StringContent("fake"), "verdict" },
            { new StringContent("pair-1"), "pair" },
        };
    }

    [Theory]
    [InlineData("shoe_model=no_such&view=seal&verdict=fake&pair=p", "shoe_model")]
    [InlineData("view=seal&verdict=fake&pair=p", "shoe_model")]
    [InlineData("shoe_model=nike_dunk_low&view=sole&verdict=fake&pair=p", "view")]
    [InlineData("shoe_model=nike_dunk_low&view=seal&verdict=not_sure&pair=p", "verdict")]
    [InlineData("shoe_model=nike_dunk_low&view=seal&verdict=True&pair=p", "verdict")]
    [InlineData("shoe_model=nike_dunk_low&view=seal&verdict=true", "pair")]
    [InlineData("shoe_model=nike_dunk_low&view=seal&verdict=true&pair=a/b", "pair")]
    public async Task A_label_that_cannot_be_is_named(string query, string field)
    {
        var desk = await (await TestHost.Shared).Operator();

        using var content = Raw(TestPhoto.Unique());
        var problem = await (await desk.PostAsync($"/api/v1/exemplars?{query}", content)).Problem(400, "invalid_field");

        Assert.Equal(field, Assert.Single(problem.List("errors")).Text("field"));
    }

    [Theory]
    [InlineData("not-an-id")]
    [InlineData("00000000000000000000000000000000%20")]
    [InlineData("%0a00000000000000000000000000000000")]
    public async Task An_exemplar_id_that_cannot_be_one_is_not_found(string id)
    {
        var desk = await (await TestHost.Shared).Operator();

        await (await desk.DeleteAsync($"/api/v1/exemplars/{id}")).Problem(404, "not_found");
    }

    [Fact]
    public async Task An_operator_sees_the_checks_of_every_account_by_state_and_shoe_model()
    {
        var host = await TestHost.Shared;
        var desk = await host.Operator();
        await (await desk.PutAsJsonAsync(
            "/api/v1/shoe_models/listed_shoe", new { id = "listed_shoe", brand = "Test", title = new { zh = "鞋", en = "Shoe" } })).Json(HttpStatusCode.Created);
        var (first, second) = (await host.Owner(), await host.Owner());
        var incomplete = await first.CreateTask(TestHost.SmallTemplate, "listed_shoe");
        var finished = await second.CreateTask(TestHost.SmallTemplate, "listed_shoe", ("appear", TestPhoto.Unique()));
        await second.Run(finished);

        Assert.Equal([finished, incomplete], await Ids("shoe_model=listed_shoe"));
        Assert.Equal([incomplete], await Ids("shoe_model=listed_shoe&state=incompelete"));
        Assert.Equal([finished], await Ids("shoe_model=listed_shoe&state=finished"));
        Assert.Equal([finished], await Ids("shoe_model=listed_shoe&limit=1"));
        Assert.Empty(await Ids("shoe_model=%00%ff"));
        await (await desk.GetAsync("/api/v1/checks?limit=0")).Problem(400, "invalid_field");
        await (await desk.GetAsync("/api/v1/checks?continuation=x")).Problem(400, "invalid_field");
        await (await desk.GetAsync("/api/v1/exemplars?continuation=x")).Problem(400, "invalid_field");

        async Task<IEnumerable<string>> Ids(string query) =>
            (await (await desk.GetAsync($"/api/v1/checks?{query}")).Json(HttpStatusCode.OK)).EnumerateArray().Select(task => task.Text("id"));
    }

    private static async Task<string[]> List(HttpClient desk, string query) =>
        [.. (await (await desk.GetAsync($"/api/v1/exemplars{query}")).Json(HttpStatusCode.OK)).EnumerateArray().Select(item => item.GetRawText())];

    private static ByteArrayContent Raw(byte[] photo)
    {
        var content = new ByteArrayContent(photo);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        return content;
    }
}
