using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;

namespace SneakerCheck.Pictures;

/// <summary>The wire contract of the picture feed (seed 002): every reply is {message, code, data}, code 0 on success.</summary>
public sealed class PicturesContract : IContract
{
    /// <summary>The error code of an upload that fails.</summary>
    public const string UploadFailed = "upload_failed";

    private static readonly PageSize Pages = new(20, 100);

    private PicturesContract()
    {
    }

    /// <inheritdoc/>
    public static Contract Contract { get; } = new()
    {
        Sections =
        [
            new("Pictures", "A feed of pictures with an envelope of its own: `{message, code, data}`, code 0 on success.", 70),
        ],
        Format = new ErrorFormat(typeof(Envelope<NoData>), "application/json", Write),
        Denial = Denial,
        InvalidQuery = (name, reason) => new Refusal(400, "invalid_query", $"{name} {reason}"),
        PageSize = Pages,
        Common = new CommonErrors
        {
            Query = ["invalid_query"],
            Path = ["no_such_picture"],
            Caller = ["not_signed_in", "token_expired", "token_invalid"],
        },
        // Seed 002 defines the numbers up to 13. The ones above are for cases that it does not cover.
        Errors = ImmutableDictionary.CreateRange<string, WireError>(
        [
            new(WireError.Fault, new(500, "an internal error, which has been logged", 1)),
            new(WireError.Unavailable, new(503, "the service cannot reach its storage; try again later", 1)),
            new("bad_request", new(400, "the request is not valid HTTP or ends early", 2)),
            new("invalid_field", new(400, "a member of the body is missing or has the wrong type", 2)),
            new("invalid_json", new(400, "the body is not the JSON object that is expected", 2)),
            new("too_slow", new(408, "the picture took too long to arrive", 2)),
            new("body_too_large", new(413, "the body is larger than the function accepts", 2)),
            new("picture_too_large", new(413, "the picture is larger than 20 MB", 2)),
            new("username_taken", new(409, "the user name is taken", 3)),
            new("no_such_account", new(404, "there is no such user", 4)),
            new("wrong_password", new(401, "the password is wrong", 5)),
            new("too_many_attempts", new(429, "too many failed attempts to log in", 5)),
            new("not_base64", new(400, "`data` is not base64", 6)),
            new("not_an_image", new(400, "`data` is not an image", 6)),
            new("not_signed_in", new(403, "the request carries no token", 7)),
            new("token_expired", new(401, "the token has expired", 8)),
            new("token_invalid", new(401, "the token is not valid, or its session has ended", 9)),
            new("account_banned", new(403, "an operator has banned the account", 9)),
            new(UploadFailed, new(500, "the picture could not be stored", 10)),
            new(UploadSlots.TooMany, new(429, "the account has as many uploads at once as it may", 10)),
            new(UploadSlots.Busy, new(503, "too many uploads run at the same time; try again", 10)),
            new("try_again", new(503, "the same data was changed by others at the same time; try again", 1)),
            new("invalid_query", new(400, "a query parameter is invalid", 11)),
            new("username_length", new(400, "the user name does not have 3 to 64 printable characters", 12)),
            new("password_length", new(400, "the password does not have 3 to 64 printable characters", 13)),
            new("no_such_picture", new(404, "there is no such picture", 14)),
            new("forbidden", new(403, "the picture is another user's", 15)),
        ]),
        Parameters = ImmutableDictionary.CreateRange<string, WireParameter>(
        [
            new("picture_id", new WireParameter(ParameterType.Integer, "The picture's id.") { IsLong = true, Minimum = 1 }),
            new("page", new WireParameter(ParameterType.Integer, "Which page, from 1.") { Minimum = 1, Default = 1 }),
            new("limit", WireParameter.Limit(Pages)),
            new("username", WireParameter.Text("Only this user's pictures.")),
            new("fields", WireParameter.Choice("`url`: links to the pictures, valid for 15 minutes, instead of their bytes.", "url")),
            new("size", WireParameter.Choice("`small`: JPEGs at an eighth of their size, unless they are small already.", "small")),
        ]),
    };

    public static IResult Success<T>(T data, JsonTypeInfo<Envelope<T>> json, int status = StatusCodes.Status200OK) =>
        Results.Json(new Envelope<T>("", 0, data), json, statusCode: status);

    private static IResult Write(Refusal refusal, WireError error) => Results.Json(
        new Envelope<NoData>(refusal.Message, error.Number!.Value, new NoData()),
        PictureWire.Json.EnvelopeNoData,
        statusCode: refusal.Status);

    private static Refusal Denial(AccessFault fault) => fault switch
    {
        AccessFault.Missing => new Refusal(403, "not_signed_in", "The header Authorization is missing."),
        AccessFault.Expired => new Refusal(401, "token_expired", "The token has expired. Sign in again."),
        _ => new Refusal(401, "token_invalid", "The token is not valid."),
    };
}
