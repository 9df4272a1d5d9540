using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Checks;
using SneakerCheck.Tests.Notifications;

namespace SneakerCheck.Tests.Checks;

/// <summary>A sample of the confident answers is marked for a person to audit.</summary>
public sealed class RunCheckAuditTests
{
    [Fact]
    public async Task Marked_answers_are_listed_for_operators_and_undecided_ones_are_never_marked()
    {
        await using var server = await LocalServer.Start((request, context) =>
            InferenceScorerTests.Reply(context, 0.9, Encoding.UTF8.GetString(request.Body).Contains("scored-undecided") ? 0.9 : 0.01));
        await using var host = await TestHost.Start(
            configure: builder => builder.Services.PostConfigure<ChecksOptions>(options => options.AuditEvery = 1));
        var owner = await host.Owner();

        var decided = await Run("decided");
        var undecided = await Run("undecided");

        Assert.Equal(("true", true), (decided.Text("answer"), decided.GetProperty("report").GetProperty("audit").GetBoolean()));
        Assert.Equal(("not_sure", false), (undecided.Text("answer"), undecided.GetProperty("report").GetProperty("audit").GetBoolean()));
        Assert.Equal([decided.Text("id")], await List("?audit=true"));
        Assert.Equal([undecided.Text("id"), decided.Text("id")], await List(""));

        async Task<JsonElement> Run(string name)
        {
            var template = await InferenceScorerTests.Release(host, server.Address, $"scored-{name}");
            var task = await owner.CreateTask(template, TestHost.PlainModel, ("appear", TestPhoto.Unique()));
            return await owner.Run(task);
        }

        async Task<IEnumerable<string>> List(string query)
        {
            var reply = await (await host.Operator()).GetAsync($"/api/v1/checks{query}");
            return (await reply.Json(HttpStatusCode.OK)).EnumerateArray().Select(task => task.Text("id"));
        }
    }

    [Fact]
    public async Task Audit_is_either_true_or_false()
    {
        var reply = await (await (await TestHost.Shared).Operator()).GetAsync("/api/v1/checks?audit=perhaps");

        await reply.Problem(400, "invalid_field");
    }

    [Fact]
    public void The_audit_sample_has_the_configured_rate_and_is_deterministic()
    {
        var options = new ChecksOptions { AuditEvery = 100 };
        var random = new Random(1);
        var runs = Enumerable.Range(0, 50_000).Select(_ => new Guid(Bytes(random)).ToString("N")).ToArray();

        var marked = runs.Where(options.IsAudited).ToArray();

        // 500 are expected; the standard deviation is 22.
        Assert.InRange(marked.Length, 400, 600);
        Assert.All(marked, run => Assert.True(options.IsAudited(run)));
        Assert.DoesNotContain(runs, new ChecksOptions { AuditEvery = 0 }.IsAudited);
    }

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return bytes;
    }
}
