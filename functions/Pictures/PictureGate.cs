using System.Collections.Frozen;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Pictures;

/// <summary>
/// The way into the functions of seed 002: finds out who calls and puts refusals and faults into its envelope, with its codes.
/// </summary>
public sealed class PictureGate(FunctionGuard guard, Authentication authentication)
{
    private const int ServerError = 1;
    private const int UploadFailed = 10;

    // Those up to 13 are the contract's; those behind it are for what it has no word for.
    private static readonly FrozenDictionary<string, int> Codes = new Dictionary<string, int>
    {
        ["bad_request"] = 2,
        ["body_too_large"] = 2,
        ["invalid_field"] = 2,
        ["invalid_json"] = 2,
        ["picture_too_large"] = 2,
        ["too_slow"] = 2,
        ["username_taken"] = 3,
        ["no_such_account"] = 4,
        ["wrong_password"] = 5,
        ["too_many_attempts"] = 5,
        ["not_base64"] = 6,
        ["not_an_image"] = 6,
        ["not_signed_in"] = 7,
        ["token_expired"] = 8,
        ["token_invalid"] = 9,
        ["account_banned"] = 9,
        ["invalid_query"] = 11,
        ["username_length"] = 12,
        ["password_length"] = 13,
        ["no_such_picture"] = 14,
        ["forbidden"] = 15,
    }.ToFrozenDictionary();

    /// <summary>Lets everybody in.</summary>
    public Task<IResult> Open(HttpRequest request, Func<Task<IResult>> handle) =>
        guard.Run(request, handle, refusal => Envelope(refusal, ServerError));

    /// <summary>Lets in whoever is signed in. Otherwise 403 with code 7 without a token, 401 with 8 past its time, 401 with 9.</summary>
    public Task<IResult> SignedIn(HttpRequest request, Func<Caller, Task<IResult>> handle) =>
        SignedIn(request, handle, ServerError);

    /// <summary>As <see cref="SignedIn(HttpRequest, Func{Caller, Task{IResult}})"/>, where a fault is a failed upload: code 10.</summary>
    public Task<IResult> Uploading(HttpRequest request, Func<Caller, Task<IResult>> handle) =>
        SignedIn(request, handle, UploadFailed);

    /// <summary>A reply to a request that succeeded.</summary>
    public static IResult Success<T>(T data, JsonTypeInfo<Envelope<T>> json, int status = StatusCodes.Status200OK) =>
        Results.Json(new Envelope<T>("", 0, data), json, statusCode: status);

    private Task<IResult> SignedIn(HttpRequest request, Func<Caller, Task<IResult>> handle, int faultCode) =>
        guard.Run(request, async () => await handle(await Caller(request)), refusal => Envelope(refusal, faultCode));

    private async Task<Caller> Caller(HttpRequest request)
    {
        var (caller, fault) = await authentication.Authenticate(request, request.HttpContext.RequestAborted);
        return caller ?? throw (fault switch
        {
            AuthenticationFault.Missing => new Refusal(403, "not_signed_in", "The header Authorization is missing."),
            AuthenticationFault.Expired => new Refusal(401, "token_expired", "The token has expired, sign in again."),
            _ => new Refusal(401, "token_invalid", "The token is not valid."),
        });
    }

    private static IResult Envelope(Refusal refusal, int faultCode) => Results.Json(
        new Envelope<NoData>(refusal.Message, Codes.GetValueOrDefault(refusal.Code, faultCode), new NoData()),
        PictureWire.Json.EnvelopeNoData,
        statusCode: refusal.Status);
}
