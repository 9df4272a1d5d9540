using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Tests.Accounts;

/// <summary>User names after RFC 8265 (UsernameCaseMapped): nobody can be named like another to the eye.</summary>
public sealed class UserNamesTests
{
    [Theory]
    [InlineData("ball")]
    [InlineData("Ball Player 7")]
    [InlineData("ball.player_7@example.com")]
    [InlineData("球球君")]
    [InlineData("スニーカー太郎 No1")]
    [InlineData("ㄅㄆ球")]
    [InlineData("농구화 7")]
    [InlineData("Кроссовок7")]
    [InlineData("Νίκος")]
    [InlineData("Éclair")]
    [InlineData("नमस्ते")]
    [InlineData("รองเท้า")]
    [InlineData("שלום7")]
    [InlineData("حذاء")]
    public void Names_of_one_script_and_the_usual_mixes_are_taken(string name) => Assert.Null(UserNames.Fault(name));

    [Theory]
    [InlineData("ba\u200Bll")]
    [InlineData("ba\u200Dll")]
    [InlineData("\u202Ellab")]
    [InlineData("ball\u200F")]
    [InlineData("ba\u00ADll")]
    [InlineData("ball\uFE0F")]
    [InlineData("ball\u115F")]
    [InlineData("ball\u3164")]
    [InlineData("ball\uFEFF")]
    [InlineData("ball\u2800")]
    [InlineData("ball\u00A0x")]
    [InlineData("ba  ll")]
    [InlineData("e\u0301clair")]
    [InlineData("ﬁsh")]
    [InlineData("ball²")]
    [InlineData("ball™")]
    [InlineData("👟")]
    [InlineData("ⅷ")]
    [InlineData("𝐛𝐚𝐥𝐥")]
    [InlineData("Ꮟall")]
    [InlineData("bаll")]
    [InlineData("bαll")]
    [InlineData("балl")]
    [InlineData("ballש")]
    [InlineData("7שלום")]
    [InlineData("кνас")]
    [InlineData("농の")]
    public void What_is_invisible_or_looks_like_another_script_is_not(string name) => Assert.NotNull(UserNames.Fault(name));

    [Theory]
    [InlineData("раура", "paypa")]
    [InlineData("ВАТА", "bata")]
    [InlineData("ΝΙΚΟ", "niko")]
    [InlineData("ロロ", "口口")]
    public async Task A_name_that_looks_like_another_account_is_taken_in_either_order(string lookAlike, string name)
    {
        var registration = (await TestHost.Shared).Services.GetRequiredService<Registration>();
        var number = NewUser.Number();

        await Register(lookAlike + number);
        await Taken(name + number);
        await Register(name + "9" + number);
        await Taken(lookAlike + "9" + number);

        Task<Account> Register(string userName) =>
            registration.Register(new Registrant("x", userName, null, null, "password"), "test", CancellationToken.None);

        async Task Taken(string userName) =>
            Assert.Equal("username_taken", (await Assert.ThrowsAsync<Refusal>(() => Register(userName))).Code);
    }

    [Fact]
    public async Task Full_width_letters_are_the_same_as_their_narrow_ones()
    {
        var host = await TestHost.Shared;
        using var anybody = host.Client();
        var number = NewUser.Number();

        var user = await (await Register($"Ｂａｌｌ{number}")).Json(HttpStatusCode.Created);

        Assert.Equal($"Ball{number}", user.Text("username"));
        await (await Register($"bALL{number}")).Problem(409, "username_taken");
        foreach (var spelling in new[] { $"ball{number}", $"ＢＡＬＬ{number}" })
        {
            var reply = await anybody.PostAsJsonAsync("/api/v1/sessions", new { username = spelling, password = "right one" });
            await reply.Json(HttpStatusCode.OK);
        }

        Task<HttpResponseMessage> Register(string username) =>
            anybody.PostAsJsonAsync("/api/v1/users", new { nick_name = "x", username, password = "right one" });
    }

    [Theory]
    [InlineData("bаll")]
    [InlineData("ball\u200B")]
    public async Task Both_contracts_refuse_such_a_name(string name)
    {
        using var anybody = (await TestHost.Shared).Client();

        var (one, other) = (
            await anybody.PostAsJsonAsync("/api/v1/users", new { nick_name = "x", username = name, password = "right one" }),
            await anybody.PostAsJsonAsync("/api/user/register", new { username = name, password = "right one" }));

        Assert.Equal("username", Assert.Single((await one.Problem(400, "invalid_field")).List("errors")).Text("field"));
        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
        Assert.Equal(12, (await other.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("code").GetInt32());
    }

    [Theory]
    [InlineData("Ａ\u200Bｂ")]
    [InlineData("bаll 👟")]
    public async Task An_account_that_is_older_than_the_rules_still_signs_in(string name)
    {
        var services = (await TestHost.Shared).Services;
        var userName = name + NewUser.Number();
        var account = await services.GetRequiredService<AccountStore>().Create(
            id => new Account(id, "x", userName, null, null, "", AccountRole.Member, AccountStatus.Active, 10, 0, DateTimeOffset.UnixEpoch),
            CancellationToken.None);

        var found = await services.GetRequiredService<AccountStore>().FindByIdentity(userName.ToUpperInvariant(), CancellationToken.None);

        Assert.Equal(account.Value.Id, found?.Value.Id);
    }

    [Theory]
    [InlineData("球球君 👟", true)]
    [InlineData("👨‍👩‍👧", true)]
    [InlineData("bаll", true)]
    [InlineData("ab\u202Ecd", false)]
    [InlineData("ab\u2066cd", false)]
    [InlineData("ab\u200Fcd", false)]
    [InlineData("ab\u2028cd", false)]
    [InlineData("ab\u0007cd", false)]
    public async Task Nick_names_are_free_text_without_control_and_direction_marks(string nickName, bool isTaken)
    {
        var owner = await (await TestHost.Shared).Owner();

        var reply = await owner.Http.PutAsJsonAsync("/api/v1/users/me", new { nick_name = nickName });

        if (isTaken)
            Assert.Equal(nickName, (await reply.Json(HttpStatusCode.OK)).Text("nick_name"));
        else
            await reply.Problem(400, "invalid_field");
    }
}
