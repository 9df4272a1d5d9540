using System.Net;
using System.Net.Http.Json;

namespace SneakerCheck.Tests.Accounts;

public sealed class SetQuotaTests
{
    [Fact]
    public async Task An_operator_sets_anybodys_quota()
    {
        var host = await TestHost.Shared;
        var owner = await host.Owner();
        var desk = await host.Operator();

        var user = await (await desk.PutAsJsonAsync($"/api/v1/users/{owner.Id}/quota", new { quota = 1 })).Json(HttpStatusCode.OK);

        Assert.Equal(1, user.GetProperty("quota").GetInt32());
        await owner.CreateTask();
        await (await owner.Http.PostAsJsonAsync(TestHostOwner.Tasks, new { meta_tag = "v0.1", shoe_model = "nike_dunk_low" }))
            .Problem(403, "quota_exceeded");
        await (await desk.PutAsJsonAsync($"/api/v1/users/{owner.Id}/quota", new { quota = -1 })).Problem(400, "invalid_field");
        await (await desk.PutAsJsonAsync($"/api/v1/users/{owner.Id}/quota", new { quota = 100_001 })).Problem(400, "invalid_field");
        await (await desk.PutAsJsonAsync("/api/v1/users/9007199254740990/quota", new { quota = 1 })).Problem(404, "not_found");
        await (await desk.PutAsJsonAsync("/api/v1/users/zero/quota", new { quota = 1 })).Problem(404, "not_found");
    }
}
