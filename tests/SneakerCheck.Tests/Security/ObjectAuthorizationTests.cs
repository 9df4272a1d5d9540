using System.Net;
using System.Net.Http.Headers;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Tests.Calls;
using SneakerCheck.Tests.Checks;

namespace SneakerCheck.Tests.Security;

/// <summary>
/// OWASP API1: no account reaches another's objects, whatever combination of ids the path holds.
/// </summary>
public sealed class ObjectAuthorizationTests : IAsyncLifetime
{
    /// <summary>Functions whose path names something that belongs to an account.</summary>
    private static readonly HttpFunction[] Private =
        [.. HttpFunction.All.Where(function => function.Parameters.Any() && !Call.Table[function.Name].NamesWhatIsPublic)];

    private Subject victim = null!;
    private Subject attacker = null!;
    private string exemplar = "";

    public async Task InitializeAsync()
    {
        (victim, attacker) = (await Subject.Create(), await Subject.Create());
        exemplar = await victim.NewExemplar($"?shoe_model=nike_dunk_low&view=tongue&verdict=true&pair=pair-{Guid.NewGuid():N}");
    }

    public async Task DisposeAsync() => await (await victim.Host.Operator()).DeleteAsync($"/api/v1/exemplars/{exemplar}");

    [Fact]
    public async Task No_path_gives_access_to_another_accounts_objects()
    {
        var (before, ownBefore) = (await victim.Everything(), (await attacker.Account()).TasksHeld);
        var secrets = victim.Objects.Where(value => value.Key is not ("view" or "device_id" or "picture_id" or "organization"
                or "gig_id" or "participant_id"))
            .Select(value => value.Value).Append($"token-of-{victim.Id}").ToArray();

        foreach (var function in Private)
        {
            var namesMore = function.Parameters.Except(["user_id", "organization"]).Any();
            string[] users = [$"{victim.Id}", $"0{victim.Id}", $"{victim.Id}%20", .. namesMore ? (string[])[$"{attacker.Id}", "me"] : []];
            foreach (var user in function.Parameters.Contains("user_id") ? users : [""])
            {
                foreach (var task in function.Parameters.Contains("task_id") ? [victim.Objects["task_id"], victim.OpenTask] : new[] { "" })
                    await Attack(function, user, task, secrets);
            }
        }

        Assert.Equal(before, await victim.Everything());
        Assert.Equal(ownBefore, (await attacker.Account()).TasksHeld);
        var desk = await victim.Host.Operator();
        Assert.Contains(exemplar, await desk.GetStringAsync("/api/v1/exemplars?shoe_model=nike_dunk_low&view=tongue"));
    }

    [Theory]
    [InlineData("image/jpeg")]
    [InlineData("multipart/form-data")]
    public async Task Photos_cannot_be_uploaded_to_another_accounts_check(string contentType)
    {
        var before = await victim.Everything();
        foreach (var user in new[] { $"{victim.Id}", $"{attacker.Id}", "me" })
        {
            using var photo = new ByteArrayContent(TestPhoto.Unique());
            photo.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
            using HttpContent content = contentType == "image/jpeg"
                ? photo
                : new MultipartFormDataContent { { new StringContent("tag"), "view" }, { photo, "file", "tag.jpg" } };
            var reply = await attacker.Http.PostAsync($"/api/v1/users/{user}/tasks/{victim.OpenTask}/files?view=tag", content);
            await reply.Problem(user == $"{victim.Id}" ? 403 : 404);
        }
        Assert.Equal(before, await victim.Everything());
    }

    [Fact]
    public async Task A_continuation_of_another_account_gives_no_access_to_its_list()
    {
        var page = await victim.Http.GetAsync("/api/v1/users/me/tasks?limit=1");
        var continuation = page.Headers.GetValues("Link").Single().Split("continuation=")[1].Split('>')[0];
        await (await victim.Http.GetAsync($"/api/v1/users/me/tasks?limit=1&continuation={continuation}")).Json(HttpStatusCode.OK);

        foreach (var list in new[] { "tasks", "notifications" })
        {
            foreach (var user in new[] { "me", $"{attacker.Id}" })
                await (await attacker.Http.GetAsync($"/api/v1/users/{user}/{list}?limit=1&continuation={continuation}")).Problem(
                    400, "invalid_field");
            await (await attacker.Http.GetAsync($"/api/v1/users/{victim.Id}/{list}?limit=1&continuation={continuation}")).Problem(
                403, "forbidden");
        }
    }

    // Seed 003 answers 401.
    private static int OfOthers(Contract contract) => contract.Denial(AccessFault.NotOwner).Status;

    private async Task Attack(HttpFunction function, string user, string task, string[] secrets)
    {
        var values = new Dictionary<string, string>(victim.Objects)
        {
            ["user_id"] = user,
            ["task_id"] = task,
            ["exemplar_id"] = exemplar,
            ["shoe_model"] = TestHost.PlainModel,
            ["meta_tag"] = "of-a-member",
        };
        var call = Call.Table[function.Name];
        using var request = new HttpRequestMessage(new HttpMethod(function.Verb), function.Path(values))
        {
            Content = call.Content(call.JsonBody(victim, values)?.ToJsonString()),
        };
        var reply = await attacker.Http.SendAsync(request);
        var status = (int)reply.StatusCode;
        var text = await reply.Content.ReadAsStringAsync();
        var what = $"{request.Method} {request.RequestUri} → {status} {text}";
        if (call.NamesOwn && (user == "me" || user == $"{attacker.Id}"))
            Assert.True(reply.IsSuccessStatusCode || status == 404, what);
        else
            Assert.True(status is 403 or 404 || status == OfOthers(function.Contract), what);
        Assert.All(secrets.Except([user, task]), secret => Assert.False(text.Contains(secret, StringComparison.Ordinal), what));
    }
}
