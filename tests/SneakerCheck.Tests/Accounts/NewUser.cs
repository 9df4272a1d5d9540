namespace SneakerCheck.Tests.Accounts;

/// <summary>What a user may register with. Numbers and addresses are random, because the tests share one host.</summary>
internal static class NewUser
{
    public const string Password = "5f4dcc3b5aa765d61d8327deb882cf99";

    public static string Number() => $"{Random.Shared.NextInt64(10_000_000, 99_999_999)}{Random.Shared.NextInt64(1_000, 9_999)}";

    public static string Email() => $"ball-{Number()}@example.com";
}
