using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SneakerCheck.Tests.Notifications;

namespace SneakerCheck.Tests.Checks;

/// <summary>A template may name an inference server that scores its checks (Open Inference Protocol v2).</summary>
public sealed class InferenceScorerTests
{
    [Theory]
    [InlineData(0.8, 0.01, "true", "scored_genuine")]
    [InlineData(0.02, 0.6, "fake", "scored_fake")]
    [InlineData(0.4, 0.6, "not_sure", "scored_undecided")]
    [InlineData(0.01, 0.01, "not_sure", "scored_undecided")]
    public async Task The_servers_p_values_are_compared_with_the_templates_error_bound(
        double genuine, double fake, string answer, string reason)
    {
        var (finished, server) = await Score((_, context) => Reply(context, genuine, fake));

        Assert.Equal(answer, finished.Text("answer"));
        var report = finished.GetProperty("report");
        Assert.Equal(reason, report.List("reasons").First().Text("code"));
        Assert.Equal([genuine, fake], report.List("labels").Select(label => label.GetProperty("p_value").GetDouble()));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task The_request_follows_the_protocol_and_its_links_open_the_photos()
    {
        var photo = TestPhoto.Unique();
        byte[]? opened = null;
        var (finished, server) = await Score(
            async (request, context) =>
            {
                using var client = new HttpClient();
                var link = JsonNode.Parse(request.Body)!["inputs"]![0]!["data"]![0]!.ToString();
                opened = await client.GetByteArrayAsync(link);
                using var refused = await client.PutAsync(link, new ByteArrayContent([1]));
                Assert.False(refused.IsSuccessStatusCode);
                await Reply(context, 0.9, 0.01);
            },
            photo);

        Assert.Equal(photo, opened);
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/base/v2/models/sneakers.v3/infer"), (request.Method, request.PathAndQuery));
        var body = JsonNode.Parse(request.Body)!;
        Assert.Equal(finished.GetProperty("report").Text("run_id"), body["id"]!.ToString());
        Assert.Equal(TestHost.PlainModel, body["parameters"]!["shoe_model"]!.ToString());
        var views = body["inputs"]!.AsArray().Single(input => input!["name"]!.ToString() == "view")!;
        Assert.Equal("""{"name":"view","shape":[1],"datatype":"BYTES","data":["appear"]}""", views.ToJsonString());
        Assert.Equal(["p_true", "p_fake"], body["outputs"]!.AsArray().Select(output => output!["name"]!.ToString()));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("no json")]
    [InlineData("no p-value")]
    [InlineData("beyond 1")]
    [InlineData("redirect")]
    public async Task A_server_that_fails_makes_the_answer_not_sure(string failure)
    {
        var (finished, _) = await Score(async (_, context) =>
        {
            switch (failure)
            {
                case "status":
                    context.Response.StatusCode = 503;
                    break;
                case "no json":
                    await context.Response.WriteAsync("{");
                    break;
                case "no p-value":
                    await context.Response.WriteAsJsonAsync(new { outputs = new[] { new { name = "p_true", data = new[] { 0.9 } } } });
                    break;
                case "beyond 1":
                    await Reply(context, 1.5, 0);
                    break;
                default:
                    context.Response.Redirect("/elsewhere");
                    break;
            }
        });

        Assert.Equal("not_sure", finished.Text("answer"));
        Assert.Equal("scorer_unavailable", finished.GetProperty("report").List("reasons").First().Text("code"));
    }

    [Fact]
    public async Task After_several_failures_a_server_is_not_called_for_a_while()
    {
        await using var server = await LocalServer.Start(500);
        await using var host = await TestHost.Start();
        var template = await Release(host, server.Address, $"scored-{Guid.NewGuid():N}");
        var owner = await host.Owner();
        for (var check = 0; check < 8; check++)
        {
            var task = await owner.CreateTask(template, TestHost.PlainModel, ("appear", TestPhoto.Unique()));
            Assert.Equal("not_sure", (await owner.Run(task)).Text("answer"));
        }

        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task Clients_do_not_see_the_servers_address()
    {
        var host = await TestHost.Shared;
        var metaTag = await Release(host, new Uri("http://inference.internal"), "scored-elsewhere");
        using var anybody = host.Client();

        var one = await (await anybody.GetAsync($"/api/v1/templates/{metaTag}")).Json(HttpStatusCode.OK);
        var all = await (await anybody.GetAsync("/api/v1/templates")).Json(HttpStatusCode.OK);

        Assert.Equal(metaTag, one.Text("meta_tag"));
        Assert.DoesNotContain("inference.internal", $"{one}{all}");
    }

    [Theory]
    [InlineData("ftp://inference.internal", "sneakers")]
    [InlineData("/models", "sneakers")]
    [InlineData("http://inference.internal", "a/../b")]
    [InlineData("http://inference.internal", null)]
    [InlineData(null, "sneakers")]
    public async Task A_template_with_an_invalid_scorer_is_refused(string? url, string? model)
    {
        var host = await TestHost.Shared;
        var template = JsonSerializer.SerializeToNode(TestTemplates.Small("scored-badly"))!;
        template["scorer"] = new JsonObject { ["url"] = url, ["model"] = model };

        var refused = await (await host.Operator()).PutAsJsonAsync("/api/v1/templates/scored-badly", template);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    internal static Task Reply(HttpContext context, double genuine, double fake) => context.Response.WriteAsJsonAsync(new
    {
        model_name = "sneakers.v3",
        outputs = new[]
        {
            new { name = "p_true", datatype = "FP64", shape = new[] { 1 }, data = new[] { genuine } },
            new { name = "p_fake", datatype = "FP64", shape = new[] { 1 }, data = new[] { fake } },
        },
    });

    private static async Task<(JsonElement Finished, LocalServer Server)> Score(
        Func<Received, HttpContext, Task> answer, byte[]? photo = null)
    {
        await using var server = await LocalServer.Start(answer);
        var host = await TestHost.Shared;
        var template = await Release(host, server.Address, $"scored-{Guid.NewGuid():N}");
        var owner = await host.Owner();
        var task = await owner.CreateTask(template, TestHost.PlainModel, ("appear", photo ?? TestPhoto.Unique()));
        return (await owner.Run(task), server);
    }

    internal static async Task<string> Release(TestHost host, Uri server, string metaTag)
    {
        var template = JsonSerializer.SerializeToNode(TestTemplates.Small(metaTag))!;
        template["scorer"] = new JsonObject { ["url"] = new Uri(server, "base/").ToString(), ["model"] = "sneakers.v3" };
        var released = await (await host.Operator()).PutAsJsonAsync($"/api/v1/templates/{metaTag}", template);
        Assert.Equal(HttpStatusCode.Created, released.StatusCode);
        return metaTag;
    }
}
