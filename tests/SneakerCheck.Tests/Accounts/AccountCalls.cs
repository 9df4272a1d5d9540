using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Accounts;

/// <summary>How the functions of accounts are called.</summary>
internal static class AccountCalls
{
    public static Call[] Table { get; } =
    [
        new("ChangePassword", 204) { Body = (_, _) => new { old_password = Subject.Password, new_password = Subject.Password } },
        new("ChangeUser", 200) { Body = (_, _) => new { nick_name = "another name" } },
        new("CreateSession", 200) { Body = (subject, _) => new { username = subject.UserName, password = Subject.Password } },
        new("CreateUser", 201) { Body = (_, _) => new { nick_name = "x", username = Subject.NewName(), password = Subject.Password } },
        new("DeleteUser", 204)
        {
            Body = (_, _) => new { },
            IsForItsOwner = true,
            EndsAccount = true,
            Fresh = async subject => new() { ["user_id"] = $"{(await subject.Host.Owner()).Id}" },
        },
        new("EndSession", 204) { EndsSession = true },
        new("EndSessionById", 204) { Fresh = async subject => new() { ["session_id"] = await subject.NewSession() } },
        new("FindUsers", 200) { Query = () => "?query=owner-&limit=2" },
        new("GetUser", 200),
        new("ListSessions", 200) { Bound = "100 an account: ListSessionsTests" },
        new("SetQuota", 200) { Body = (_, _) => new { quota = 1000 } },
        new("SetRole", 200) { Body = (_, _) => new { role = "member" } },
        new("SetStatus", 200) { Body = (_, _) => new { status = "active" } },
    ];
}
