namespace SneakerCheck.Tests.Checks;

/// <summary>Operators delete labelled photos.</summary>
public sealed class DeleteExemplarTests
{
    [Theory]
    [InlineData("not-an-id")]
    [InlineData("00000000000000000000000000000000%20")]
    [InlineData("%0a00000000000000000000000000000000")]
    public async Task A_malformed_exemplar_id_is_not_found(string id)
    {
        var desk = await (await TestHost.Shared).Operator();

        await (await desk.DeleteAsync($"/api/v1/exemplars/{id}")).Problem(404, "not_found");
    }
}
