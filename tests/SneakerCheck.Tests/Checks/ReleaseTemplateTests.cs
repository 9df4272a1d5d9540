using System.Net;
using System.Net.Http.Json;

namespace SneakerCheck.Tests.Checks;

/// <summary>Operators release templates.</summary>
public sealed class ReleaseTemplateTests
{
    [Fact]
    public async Task A_released_template_is_never_edited()
    {
        var desk = await (await TestHost.Shared).Operator();

        var first = await desk.PutAsJsonAsync("/api/v1/templates/once-1", TestTemplates.Small("once-1"));
        var same = await desk.PutAsJsonAsync("/api/v1/templates/once-1", TestTemplates.Small("once-1"));
        var template = await (await desk.GetAsync("/api/v1/templates/once-1")).Json(HttpStatusCode.OK);
        var other = template.GetRawText().Replace("4096", "8192");
        var edited = await desk.PutAsync("/api/v1/templates/once-1", new StringContent(other));

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, same.StatusCode);
        await edited.Problem(409, "template_released");
        await (await desk.PutAsync("/api/v1/templates/v0.1", new StringContent(other.Replace("once-1", "v0.1"))))
            .Problem(409, "template_released");
        Assert.Equal(template.GetRawText(), (await (await desk.GetAsync("/api/v1/templates/once-1")).Json(HttpStatusCode.OK)).GetRawText());
    }

    [Theory]
    [InlineData("templates/bad-1", """{"meta_tag":"bad-1"}""")]
    [InlineData("templates/bad-1", """{"meta_tag":"bad-1","version":1,"title":{"zh":"a","en":"b"},"error_bound":0.1,"views":[]}""")]
    [InlineData("templates/bad-1", """{"meta_tag":"bad-1","version":1,"title":{"zh":"a","en":"b"},"error_bound":0.1,"views":[null]}""")]
    [InlineData("templates/bad-1", """{"meta_tag":"bad-1","version":1,"title":{"zh":"a","en":"b"},"error_bound":7,"views":[{}]}""")]
    [InlineData("templates/bad-1", """{"meta_tag":"bad-1","version":1,"title":{"zh":"a","en":"b"},"error_bound":1e999,"views":[{}]}""")]
    [InlineData("templates/bad-1", """{"meta_tag":"bad-1","version":1e30,"title":{"zh":"a","en":"b"},"error_bound":0.1,"views":[{}]}""")]
    public async Task An_invalid_entry_is_refused(string path, string body)
    {
        var host = await TestHost.Shared;

        await (await (await host.Operator()).PutAsync($"/api/v1/{path}", new StringContent(body))).Problem(400, "invalid_field");

        await (await (await host.Operator()).GetAsync($"/api/v1/{path}")).Problem(404);
    }
}
