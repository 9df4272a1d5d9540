using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Security;

/// <summary>OWASP API3: unknown members of a body change nothing and are not echoed; contracts that say so refuse them.</summary>
public sealed class MassAssignmentTests(SubjectFixture fixture) : IClassFixture<SubjectFixture>
{
    private const string Time = "2001-02-03T04:05:06Z";

    /// <summary>Members of stored documents and of replies, with values that occur nowhere else.</summary>
    private static readonly Dictionary<string, object> Injected = new()
    {
        ["id"] = 424242424242,
        ["user_id"] = 424242424242,
        ["account_id"] = 424242424242,
        ["task_id"] = "injected",
        ["file_id"] = "injected",
        ["device_id"] = "injected",
        ["session_id"] = "injected",
        ["run_id"] = "injected",
        ["etag"] = "injected",
        ["_etag"] = "injected",
        ["partition"] = "injected",
        ["kind"] = "injected",
        ["user_name"] = "injected",
        ["password_hash"] = "injected",
        ["role"] = "operator",
        ["is_operator"] = true,
        ["status"] = "banned",
        ["quota"] = 98765,
        ["tasks_held"] = -98765,
        ["generation"] = 98765,
        ["lifetime"] = 98765,
        ["state"] = "finished",
        ["answer"] = "true",
        ["verdict"] = "true",
        ["report"] = new { answer = "injected" },
        ["history"] = new[] { new { answer = "injected" } },
        ["files"] = new[] { new { file_id = "injected" } },
        ["photos"] = new[] { new { file_id = "injected" } },
        ["create_time"] = Time,
        ["start_time"] = Time,
        ["finish_time"] = Time,
        ["update_time"] = Time,
        ["expire_time"] = Time,
        ["at"] = 98765,
        ["content_sha256"] = "injected",
    };

    private static readonly string[] Traces = ["424242424242", "injected", "98765", "2001-02-03", "\"operator\"", "\"banned\"",
        "\"answer\":\"true\""];

    public static TheoryData<string> Functions() => [.. HttpFunction.WithJsonBody.Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task Members_that_a_function_does_not_accept_change_nothing(string name)
    {
        var call = await Call.Prepare(name, fixture.Subject);
        var taken = call.Function.JsonBody!.GetProperties().Select(
            property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)).ToHashSet();
        var body = call.Body!.DeepClone().AsObject();
        foreach (var (member, value) in Injected.Where(member => !taken.Contains(member.Key)))
            body[member] = JsonSerializer.SerializeToNode(value);
        var before = await fixture.Subject.Account();

        var reply = await fixture.Send(call, body.ToJsonString());

        var text = await reply.Content.ReadAsStringAsync();
        var status = call.Function.Contract.RefusesUnknownMembers ? 400 : call.Call.Status;
        Assert.True((int)reply.StatusCode == status, $"{name} → {(int)reply.StatusCode} {text}");
        AssertNoTrace(text);
        Assert.All(await fixture.Subject.Everything(), AssertNoTrace);
        var after = await fixture.Subject.Account();
        Assert.Equal(
            before with
            {
                NickName = after.NickName,
                TasksHeld = after.TasksHeld,
                PasswordHash = after.PasswordHash,
                Generation = after.Generation
            },
            after);
        Assert.InRange(after.TasksHeld - before.TasksHeld, 0, name == "CreateTask" ? 1 : 0);
        Assert.InRange(after.Generation - before.Generation, 0, name == "ChangePassword" ? 1 : 0);
    }

    [Theory]
    [InlineData("CreateUser")]
    [InlineData("RegisterUser")]
    public async Task A_new_account_is_an_empty_member_account_whatever_it_registers_with(string name)
    {
        var call = await Call.Prepare(name, fixture.Subject);
        var body = call.Body!.DeepClone().AsObject();
        foreach (var (member, value) in Injected)
            body[member] = JsonSerializer.SerializeToNode(value);

        Assert.Equal(call.Call.Status, (int)(await fixture.Send(call, body.ToJsonString())).StatusCode);

        var accounts = fixture.Subject.Host.Services.GetRequiredService<AccountStore>();
        var account = (await accounts.FindByIdentity(call.Body!["username"]!.GetValue<string>(), CancellationToken.None))!.Value;
        Assert.Equal((AccountRole.Member, AccountStatus.Active, Account.NewAccountQuota), (account.Role, account.Status, account.Quota));
        Assert.Equal((0, 0), (account.TasksHeld, account.Generation));
        Assert.InRange(account.CreateTime, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Theory]
    [InlineData("ChangeUser", "quota", "11")]
    [InlineData("ChangeTask", "state", "\"finished\"")]
    [InlineData("ChangeTask", "answer", "\"true\"")]
    [InlineData("ChangeTask", "create_time", $"\"{Time}\"")]
    [InlineData("ChangeTask", "start_time", $"\"{Time}\"")]
    [InlineData("ChangeTask", "finish_time", $"\"{Time}\"")]
    public async Task A_member_that_belongs_to_the_server_is_refused(string name, string member, string value)
    {
        var call = await Call.Prepare(name, fixture.Subject);
        var body = call.Body!.DeepClone().AsObject();
        body[member] = JsonNode.Parse(value);

        var problem = await (await fixture.Send(call, body.ToJsonString())).Problem(400, "invalid_field");

        Assert.Equal(member, Assert.Single(problem.List("errors")).Text("field"));
    }

    private static void AssertNoTrace(string text) =>
        Assert.All(Traces, trace => Assert.DoesNotContain(trace, text, StringComparison.Ordinal));
}
