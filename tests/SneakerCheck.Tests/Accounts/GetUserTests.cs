namespace SneakerCheck.Tests.Accounts;

public sealed class GetUserTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("99999999999999999999999")]
    [InlineData("1.0")]
    [InlineData("%20me")]
    [InlineData("ME")]
    [InlineData("%F0%9F%91%9F")]
    public async Task A_user_id_that_cannot_be_one_is_not_found(string id)
    {
        var owner = await (await TestHost.Shared).Owner();

        await (await owner.Http.GetAsync($"/api/v1/users/{id}")).Problem(404, "not_found");
        await (await owner.Http.GetAsync($"/api/v1/users/{id}/tasks")).Problem(404, "not_found");
    }
}
