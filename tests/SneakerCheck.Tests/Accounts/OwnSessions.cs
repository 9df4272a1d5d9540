using System.Net;
using System.Text.Json;

namespace SneakerCheck.Tests.Accounts;

/// <summary>The sessions of whoever is signed in.</summary>
internal static class OwnSessions
{
    public const string Path = "/api/v1/users/me/sessions";

    public static async Task<JsonElement[]> List(HttpClient client) =>
        [.. (await (await client.GetAsync(Path)).Json(HttpStatusCode.OK)).EnumerateArray()];
}
