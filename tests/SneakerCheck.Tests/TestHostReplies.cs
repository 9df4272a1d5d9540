using System.Net;
using System.Text.Json;

namespace SneakerCheck.Tests;

/// <summary>Assertions on replies.</summary>
internal static class TestHostReplies
{
    /// <summary>The JSON of a reply that must have this status.</summary>
    public static async Task<JsonElement> Json(this HttpResponseMessage reply, HttpStatusCode expected)
    {
        var body = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.StatusCode == expected, $"{reply.RequestMessage} → {(int)reply.StatusCode} {body}");
        Assert.Equal("application/json", reply.Content.Headers.ContentType?.MediaType);
        return JsonElement.Parse(body);
    }

    /// <summary>The problem of a reply that must be refused with this status and code (RFC 9457).</summary>
    public static async Task<JsonElement> Problem(this HttpResponseMessage reply, int expected, string? code = null)
    {
        var body = await reply.Content.ReadAsStringAsync();
        Assert.True((int)reply.StatusCode == expected, $"{reply.RequestMessage} → {(int)reply.StatusCode} {body}");
        Assert.Equal("application/problem+json", reply.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(body);
        Assert.Equal(expected, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.Text("title"));
        Assert.NotEmpty(problem.Text("detail"));
        if (code is not null)
            Assert.Equal(code, problem.Text("code"));
        else
            Assert.NotEmpty(problem.Text("code"));
        return problem;
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static IEnumerable<string> Names(this JsonElement element) => element.EnumerateObject().Select(member => member.Name);

    public static IEnumerable<JsonElement> List(this JsonElement element, string name) => element.GetProperty(name).EnumerateArray();
}
