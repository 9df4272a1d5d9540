using System.Text;

namespace SneakerCheck.Tests.Accounts;

/// <summary>Request bodies that no function expects.</summary>
internal static class BadBodies
{
    public static TheoryData<string> Nonsense() =>
    [
        "", "null", "[]", "42", "\"text\"", "{", "{\"nick_name\":}", "nick_name=x", "{}{}", "\uFEFF{}x", "{'nick_name':'x'}",
        "{\"nick_name\":\"\\ud800\"}", new string('[', 10_000), Nested(2_000),
    ];

    public static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static string Nested(int depth) =>
        $"{{\"nick_name\":{string.Concat(Enumerable.Repeat("{\"a\":", depth))}1{new string('}', depth)}}}";
}
