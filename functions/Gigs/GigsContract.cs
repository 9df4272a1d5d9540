using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.Json;
using SneakerCheck.Platform.Limits;

namespace SneakerCheck.Gigs;

/// <summary>
/// The wire contract of people, organizations and gigs (seed 003): errors are {error_code, error_msg}, where the code is the HTTP
/// status, and bodies with unknown or ill-typed members are refused.
/// </summary>
public sealed class GigsContract : IContract
{
    private static readonly PageSize Pages = new(20, 100);

    private GigsContract()
    {
    }

    /// <inheritdoc/>
    public static Contract Contract { get; } = new()
    {
        Sections =
        [
            new("People", "Users as organizations and gigs know them. Errors are `{error_code, error_msg}`.", 72),
            new("Organizations", "People who post gigs together. The path also answers under `organizations`.", 73),
            new("Gigs", "Paid work for several people, with its money in escrow.", 74),
            new("Money", "Balances and what moved them.", 75),
        ],
        Prefixes = ["users", "sessions"],
        Format = new ErrorFormat(typeof(GigsError), "application/json", Write),
        Denial = Denial,
        OwnerParameter = AccountPath.Parameter,
        RefusesUnknownQuery = true,
        RefusesUnknownMembers = true,
        PageSize = Pages,
        Common = new CommonErrors { Caller = ["unauthorized"] },
        Errors = WireError.Common.SetItems(
        [
            new("invalid_field", new(400, "a member of the body is missing, unknown or ill-typed, or a parameter is invalid")),
            new("unauthorized", new(401, "the token is missing, incorrect or expired, or the path is another user's")),
            new(OrganizationStore.NotPermitted, new(401, "the caller's status in the organization does not allow it")),
            new("account_banned", new(403, "an operator has banned the account")),
            new("no_such_login", new(404, "no account has this e-mail or phone number and password")),
            new("email_taken", new(409, "another account has the e-mail address")),
            new("phone_taken", new(409, "another account has the phone number")),
            new(Ledger.NotEnough, new(409, "the payer has not enough money")),
            new(Ledger.KeyReused, new(409, "the `Idempotency-Key` has been used for another movement")),
            new(Ledger.InTransit, new(503, "the payer has been charged, and the payee gets the money later")),
            new("name_taken", new(409, "another organization has the name")),
            new("already_member", new(409, "the user is a member already")),
            new("too_many_members", new(409, "the organization has as many members as it may")),
            new(MoneyLeaving.HoldsEscrow, new(409, "gigs still hold money")),
            new("too_many_organizations", new(409, "the user is a member of as many organizations as one may")),
            new("not_jpeg", new(415, "the body is not a JPEG")),
            new("not_an_image", new(400, "the JPEG is damaged, or its metadata cannot be removed")),
            new("picture_too_large", new(413, "the photo is larger than 5 MB")),
            new("not_turned", new(422, "the photo is to be turned for display, which the server cannot do")),
            new("too_slow", new(408, "the photo took too long to arrive")),
            new(UploadSlots.TooMany, new(429, "the account has as many uploads at once as it may")),
            new(UploadSlots.Busy, new(503, "too many uploads run at the same time; try again")),
            new("not_ongoing", new(409, "the task is pending or finished")),
            new("not_pending", new(409, "the task must be withdrawn before it is changed")),
            new("at_work", new(409, "people are at work on the task")),
            new("too_late", new(409, "the time of the task is over")),
            new("full", new(409, "all places of the task are taken")),
            new("own_task", new(409, "the task is the caller's own")),
            new("already_in", new(409, "the caller takes part already")),
            new("not_admitted", new(409, "the caller does not fit the task's user_limit")),
            new("not_in", new(409, "the person does not take part in the task")),
            new("not_next", new(409, "another step is next")),
            new("not_waiting", new(409, "the participant is not waiting for review")),
            new("try_again", new(503, "others changed the same thing at the same time; try again")),
            new("too_many_attempts", new(429, "too many failed attempts to sign in")),
            new(UsageLimits.TooMany, new(429, "too many requests of this kind from this network")),
            new(PasswordThreads.Busy, new(429, "too many passwords are being checked at this moment; try again")),
        ]),
        Parameters = ImmutableDictionary.CreateRange<string, WireParameter>(
        [
            new(AccountPath.Parameter, WireParameter.Text("The account's id, or `me` for your own.", "^(me|[1-9][0-9]*)$")),
            new("organization", WireParameter.Choice("In the singular or the plural.", "organization", "organizations")),
            new("organization_id", WireParameter.Text("The organization's id.", "^[1-9][0-9]*$")),
            new("member_id", WireParameter.Text("The account's id of the member, or `me` for your own.", "^(me|[1-9][0-9]*)$")),
            new("task_id", new WireParameter(ParameterType.Integer, "The gig's id.") { IsLong = true, Minimum = 1 }),
            new("step_id", new WireParameter(ParameterType.Integer, "The step, from 1.") { Minimum = 1 }),
            new("participant_id", WireParameter.Text("The participant's account id.", "^[1-9][0-9]*$")),
            new("finishers", WireParameter.Choice("In the singular or the plural.", "finisher", "finishers")),
            new("q", WireParameter.Text("A filter as JSON, as in the body of `POST …/tasks/search`.")),
            new("limit", WireParameter.Limit(Pages)),
            new("after", WireParameter.Text("Where the page begins: `next` of the previous page.")),
        ]),
    };

    private static IResult Write(Refusal refusal, WireError error) => Results.Json(
        new GigsError(error.Status, refusal.Message), GigsErrorJson.Wire.GigsError, statusCode: error.Status);

    // The seed has one answer for whoever may not call: 401. Only what another user's path hides is 404.
    private static Refusal Denial(AccessFault fault) => fault == AccessFault.Hidden
        ? new Refusal(404, "not_found", "user/organization Not Found")
        : new Refusal(401, "unauthorized", "Unauthorized");
}

/// <summary>An error.</summary>
/// <param name="ErrorCode">The HTTP status.</param>
/// <param name="ErrorMsg">What is wrong, for a person.</param>
public sealed record GigsError(int ErrorCode, string ErrorMsg);

[JsonSerializable(typeof(GigsError))]
internal sealed partial class GigsErrorJson : JsonSerializerContext
{
    public static GigsErrorJson Wire { get; } = new(WireJson.StrictOptions());
}
