using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>
/// What all contracts under <c>/api/v1</c> share (seed 000): errors as problem details, <c>me</c> as a <c>user_id</c>, and lists
/// with <c>limit</c> and a <c>Link</c> header.
/// </summary>
public static class ApiContract
{
    /// <summary>The id of a record in a path or a query.</summary>
    public const string IdForm = "^[0-9a-f]{32}$";

    /// <summary>The name of a template, a shoe model or a view.</summary>
    public const string NameForm = "^[a-z0-9._-]{1,64}$";

    /// <summary>The section of functions that only operators may call.</summary>
    public static ApiSection Operators { get; } = new("Operators", "For operators only.", 80);

    public static Contract Base { get; } = With(new Contract { Format = ProblemFormat.Format, Denial = Denial });

    private static Contract With(Contract contract) => contract with
    {
        Prefixes = ["api/v1"],
        OwnerParameter = AccountPath.Parameter,
        RefusesUnknownQuery = true,
        Errors = contract.Errors.AddRange(
        [
            new("not_signed_in", new(401, "the request carries no token")),
            new("token_expired", new(401, "the token has expired")),
            new("token_invalid", new(401, "the token is not valid, or its session has ended")),
            new("account_banned", new(403, "an operator has banned the account")),
            new("forbidden", new(403, "it belongs to another account, or is for operators only")),
            new("try_again", new(503, "others changed the same thing at the same time; try again")),
        ]),
        Parameters = contract.Parameters.AddRange(
        [
            new(AccountPath.Parameter, WireParameter.Text("The account's id, or `me` for your own.", "^(me|[1-9][0-9]*)$")),
            new("limit", WireParameter.Limit(contract.PageSize)),
            new("continuation", WireParameter.Text("Where the page begins. Taken from the Link header of the previous page.")),
        ]),
    };

    private static Refusal Denial(AccessFault fault) => fault switch
    {
        AccessFault.Missing => new Refusal(401, "not_signed_in", "Sign in first: the request carries no token."),
        AccessFault.Expired => new Refusal(401, "token_expired", "The token has expired. Sign in again."),
        AccessFault.Banned => new Refusal(403, "account_banned", "An operator has banned this account."),
        AccessFault.NotOwner => new Refusal(403, "forbidden", "This belongs to another account."),
        AccessFault.Hidden => Refusal.NotFound("account"),
        AccessFault.NotAdmin => new Refusal(403, "forbidden", "Only an admin may do this."),
        AccessFault.NotOperator => new Refusal(403, "forbidden", "Only an operator may do this."),
        _ => new Refusal(401, "token_invalid", "The token is not valid, or its session has ended. Sign in again."),
    };
}
