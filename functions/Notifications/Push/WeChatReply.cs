using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SneakerCheck.Notifications.Push;

/// <summary>WeChat's reply to a call. The status is always 200; <c>errcode</c> holds the result.</summary>
internal sealed record WeChatReply
{
    private const int InvalidCredential = 40001;
    private const int InvalidToken = 40014;
    private const int ExpiredToken = 42001;
    private const int InvalidOpenId = 40003;
    private const int Busy = -1;
    private const int DailyLimit = 45009;
    private const int MinuteLimit = 45011;

    /// <summary>Zero or absent on success.</summary>
    [JsonPropertyName("errcode")]
    public int ErrorCode { get; init; }

    [JsonPropertyName("errmsg")]
    public string? ErrorMessage { get; init; }

    public string? AccessToken { get; init; }

    /// <summary>The token's lifetime, in seconds.</summary>
    public int ExpiresIn { get; init; }

    /// <summary>The result if WeChat did not answer; otherwise null.</summary>
    [JsonIgnore]
    public PushResult? Failure { get; init; }

    /// <summary>Whether the access token was rejected, so that a new one may work.</summary>
    [JsonIgnore]
    public bool IsTokenRejected => ErrorCode is InvalidCredential or InvalidToken or ExpiredToken;

    /// <summary>Creates a request with a JSON body. Its URL holds secrets and must not be logged.</summary>
    public static HttpRequestMessage Post<T>(string url, T call, JsonTypeInfo<T> json) => new(HttpMethod.Post, url)
    {
        Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(call, json))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        },
    };

    /// <summary>Reads a reply. A body that is not WeChat's JSON is a transient failure.</summary>
    public static WeChatReply Read(PushReply reply)
    {
        if (reply.Failure is not null)
            return new WeChatReply { Failure = reply.Failure };
        try
        {
            if (reply.IsSuccess && JsonSerializer.Deserialize(reply.Body, WeChatJson.Default.WeChatReply) is { } read)
                return read;
        }
        catch (JsonException)
        {
            // Reported below.
        }

        return new WeChatReply
        {
            Failure = new PushResult.Retry(reply.RetryAfter, $"WeChat answered {(int)reply.Status} without its JSON"),
        };
    }

    public PushResult ToResult()
    {
        var answer = $"WeChat answered {ErrorCode} {ErrorMessage}";
        return Failure ?? ErrorCode switch
        {
            0 => new PushResult.Delivered(),
            InvalidOpenId => new PushResult.DeviceGone(answer),
            _ when IsTokenRejected => new PushResult.Retry(null, answer),
            Busy or DailyLimit or MinuteLimit => new PushResult.Retry(null, answer),
            _ => new PushResult.Refused(answer),
        };
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WeChatReply))]
[JsonSerializable(typeof(WeChatTokenCall))]
[JsonSerializable(typeof(WeChatMessage))]
internal sealed partial class WeChatJson : JsonSerializerContext;
