using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace SneakerCheck.Notifications.Push;

/// <summary>
/// Sends a mini program's subscribe message to the user whose openid is the device's token. WeChat accepts one message for each
/// consent of the user. Without consent (43101) the message is refused, and the user reads it in the inbox.
/// </summary>
public sealed class WeChatSender : IPushSender, IDisposable
{
    private readonly WeChatOptions options;
    private readonly PushClient client;
    private readonly WeChatToken tokens;

    /// <summary>Without settings, the sender refuses every message.</summary>
    public WeChatSender(IOptions<WeChatOptions> options, IOptions<PushOptions> push, TimeProvider time)
    {
        this.options = options.Value;
        client = new PushClient(publicOnly: false, push.Value.Timeout, time);
        tokens = new WeChatToken(this.options, client, time);
    }

    /// <inheritdoc />
    public IReadOnlyList<PushPlatform> Platforms { get; } = [PushPlatform.WeChat];

    /// <inheritdoc />
    public async Task<PushResult> Send(Device device, PushMessage message, CancellationToken cancellation)
    {
        if (!options.IsConfigured)
            return new PushResult.Refused($"{WeChatOptions.Section} is not configured");
        var body = Fill(device, message);
        var access = await tokens.Get(rejected: null, cancellation);
        if (access.Failure is { } failure)
            return failure;
        var reply = await Post(body, access.Token!, cancellation);
        if (!reply.IsTokenRejected)
            return reply.ToResult();
        access = await tokens.Get(rejected: access.Token, cancellation);
        return access.Failure ?? (await Post(body, access.Token!, cancellation)).ToResult();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        tokens.Dispose();
        client.Dispose();
    }

    private async Task<WeChatReply> Post(WeChatMessage body, string token, CancellationToken cancellation)
    {
        var url = $"{options.Endpoint.TrimEnd('/')}/cgi-bin/message/subscribe/send?access_token={Uri.EscapeDataString(token)}";
        using var request = WeChatReply.Post(url, body, WeChatJson.Default.WeChatMessage);
        return WeChatReply.Read(await client.Send(request, readBody: true, cancellation));
    }

    private WeChatMessage Fill(Device device, PushMessage message) => new(
        device.Token!,
        options.TemplateId!,
        string.IsNullOrEmpty(options.Page) ? null : options.Page,
        options.MiniProgramState,
        device.Language == Language.English ? "en_US" : "zh_CN",
        options.Fields.ToDictionary(
            field => field.Key,
            field => new WeChatValue(WeChatKeyword.Fit(field.Key, Text(message, field.Value)))));

    private static string Text(PushMessage message, string source) => source switch
    {
        "title" => message.Title,
        "text" => message.Text,
        _ => message.Data.TryGetProperty(source, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "",
    };
}

internal sealed record WeChatMessage(
    [property: JsonPropertyName("touser")] string ToUser,
    string TemplateId,
    string? Page,
    [property: JsonPropertyName("miniprogram_state")] string MiniProgramState,
    [property: JsonPropertyName("lang")] string Language,
    Dictionary<string, WeChatValue> Data);

internal sealed record WeChatValue(string Value);
