using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SneakerCheck.Notifications.Push;

/// <summary>WeChat's reply to a call: it answers 200 whatever happened and says in <c>errcode</c> what did.</summary>
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

    /// <summary>WeChat's explanation.</summary>
    [JsonPropertyName("errmsg")]
    public string? ErrorMessage { get; init; }

    /// <summary>The token asked for.</summary>
    public string? AccessToken { get; init; }

    /// <summary>How long the token is good for, in seconds.</summary>
    public int ExpiresIn { get; init; }

    /// <summary>What it amounts to that WeChat itself did not answer; null: it did.</summary>
    [JsonIgnore]
    public PushResult? Failure { get; init; }

    /// <summary>Whether the access token was not accepted, so that another one may help.</summary>
    [JsonIgnore]
    public bool IsTokenRejected => ErrorCode is InvalidCredential or InvalidToken or ExpiredToken;

    /// <summary>A call with a JSON body. Its URL holds secrets: it is never logged.</summary>
    public static HttpRequestMessage Post<T>(string url, T call, JsonTypeInfo<T> json) => new(HttpMethod.Post, url)
    {
        Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(call, json))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        },
    };

    /// <summary>Reads a reply; a body that is not WeChat's JSON is a failure that may pass.</summary>
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
            // Said below.
        }

        return new WeChatReply { Failure = new PushResult.Retry(reply.RetryAfter, $"WeChat answered {(int)reply.Status} without its JSON") };
    }

    /// <summary>What the error code means for the message.</summary>
    public PushResult Judge()
    {
        var said = $"WeChat answered {ErrorCode} {ErrorMessage}";
        return Failure ?? ErrorCode switch
        {
            0 => new PushResult.Delivered(),
            InvalidOpenId => new PushResult.DeviceGone(said),
            _ when IsTokenRejected => new PushResult.Retry(null, said),
            Busy or DailyLimit or MinuteLimit => new PushResult.Retry(null, said),
            _ => new PushResult.Refused(said),
        };
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WeChatReply))]
[JsonSerializable(typeof(WeChatTokenCall))]
[JsonSerializable(typeof(WeChatMessage))]
internal sealed partial class WeChatJson : JsonSerializerContext;
