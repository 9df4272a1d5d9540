using System.Net;
using System.Net.Http.Headers;

namespace SneakerCheck.Tests.Checks;

/// <summary>Operators add labelled photos.</summary>
public sealed class AddExemplarTests
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
        var added = await (await desk.PostAsync(asForm ? "/api/v1/exemplars" : $"/api/v1/exemplars?{query}", content))
            .Json(HttpStatusCode.Created);
        var listed = await List(desk, "?shoe_model=air_jordan_1_high&view=seal");
        var elsewhere = await List(desk, "?shoe_model=air_jordan_1_high&view=pad");
        using var again = Raw(photo);
        await (await desk.PostAsync($"/api/v1/exemplars?{query}", again)).Problem(409, "exemplar_exists");
        using var contrary = Raw(TestPhoto.Unique());
        await (await desk.PostAsync($"/api/v1/exemplars?{query.Replace("fake", "true")}", contrary)).Problem(409, "pair_has_other_verdict");
        var deleted = await desk.DeleteAsync($"/api/v1/exemplars/{added.Text("id")}");

        Assert.Equal(
            ("air_jordan_1_high", "seal", "fake", "pair-1", (long)photo.Length),
            (added.Text("shoe_model"), added.Text("view"), added.Text("verdict"), added.Text("pair"),
                added.GetProperty("size").GetInt64()));
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
    public async Task An_invalid_label_is_refused_by_name(string query, string field)
    {
        var desk = await (await TestHost.Shared).Operator();

        using var content = Raw(TestPhoto.Unique());
        var problem = await (await desk.PostAsync($"/api/v1/exemplars?{query}", content)).Problem(400, "invalid_field");

        Assert.Equal(field, Assert.Single(problem.List("errors")).Text("field"));
    }

    private static async Task<string[]> List(HttpClient desk, string query) =>
        [
            .. (await (await desk.GetAsync($"/api/v1/exemplars{query}")).Json(HttpStatusCode.OK)).EnumerateArray()
                .Select(item => item.GetRawText()),
        ];

    private static ByteArrayContent Raw(byte[] photo)
    {
        var content = new ByteArrayContent(photo);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        return content;
    }
}
