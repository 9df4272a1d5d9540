using System.Text.Json.Serialization;
using SneakerCheck.Platform.Json;

namespace SneakerCheck.Accounts;

/// <summary>An account as <c>/api/v1</c> shows it to its owner (seed 000, User).</summary>
/// <param name="Id">The account's id.</param>
/// <param name="NickName">Shown to others.</param>
/// <param name="Username">Empty if there is none.</param>
/// <param name="Email">Empty if there is none.</param>
/// <param name="Phone">Empty if there is none.</param>
/// <param name="Quota">The maximum number of tasks. Operators set it.</param>
/// <param name="TasksHeld">The current number of tasks.</param>
/// <param name="Role">member, operator or admin.</param>
/// <param name="Status">active, or banned by an operator.</param>
/// <param name="CreateTime">When it was registered.</param>
public sealed record User(
    long Id,
    string NickName,
    string Username,
    string Email,
    string Phone,
    int Quota,
    int TasksHeld,
    AccountRole Role,
    AccountStatus Status,
    DateTimeOffset CreateTime)
{
    /// <summary>The owner's view of an account.</summary>
    public static User Of(Account account) => new(
        account.Id,
        account.NickName,
        account.UserName ?? "",
        account.Email ?? "",
        account.Phone ?? "",
        account.Quota,
        account.TasksHeld,
        account.Role,
        account.Status,
        account.CreateTime);
}

[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(CreateUserRequest))]
[JsonSerializable(typeof(ChangeUserRequest))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(SetQuotaRequest))]
[JsonSerializable(typeof(SetStatusRequest))]
[JsonSerializable(typeof(SetRoleRequest))]
[JsonSerializable(typeof(DeleteUserRequest))]
[JsonSerializable(typeof(IReadOnlyList<User>))]
[JsonSerializable(typeof(CreateSessionRequest))]
[JsonSerializable(typeof(CreateSessionReply))]
[JsonSerializable(typeof(IReadOnlyList<UserSession>))]
internal sealed partial class UserJson : JsonSerializerContext
{
    /// <summary>The contract of <c>/api/v1</c>.</summary>
    public static UserJson Wire { get; } = new(WireJson.Options());
}
