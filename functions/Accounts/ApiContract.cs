using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Accounts;

/// <summary>
/// What the contracts of all areas under <c>/api/v1</c> have in common (seed 000): problems as errors, <c>user_id</c> with
/// <c>me</c>, lists with <c>limit</c> and a <c>Link</c> header.
/// </summary>
public static class ApiContract
{
    /// <summary>The id of a record in a path or a query.</summary>
    public const string IdForm = "^[0-9a-f]{32}$";

    /// <summary>The name of a template, a shoe model or a view.</summary>
    public const string NameForm = "^[a-z0-9._-]{1,64}$";

    /// <summary>The section of functions that only operators may call.</summary>
    public static ApiSection Operators { get; } = new("Operators", "For those who run the desk.", 80);

    /// <summary>The common part.</summary>
    public static Contract Base { get; } = With(new Contract { Format = ProblemFormat.Format, Denial = Denial });

    private static Contract With(Contract contract) => contract with
    {
        OwnerParameter = AccountPath.Parameter,
        Errors = contract.Errors.AddRange(
        [
            new("not_signed_in", new(401, "the request carries no token")),
            new("token_expired", new(401, "the token has expired")),
            new("token_invalid", new(401, "the token is not valid, or its session has ended")),
            new("account_banned", new(403, "an operator has shut the account")),
            new("forbidden", new(403, "this is another account's, or for operators only")),
            new("try_again", new(503, "others changed the same thing at the same moment")),
        ]),
        Parameters = contract.Parameters.AddRange(
        [
            new(AccountPath.Parameter, WireParameter.Text("The account's id, or `me` for one's own.", "^(me|[1-9][0-9]*)$")),
            new("limit", WireParameter.Limit(contract.PageSize)),
            new("continuation", WireParameter.Text("Where the page begins; it is in the Link header of the page before.")),
        ]),
    };

    private static Refusal Denial(AccessFault fault) => fault switch
    {
        AccessFault.Missing => new Refusal(401, "not_signed_in", "Sign in first: the request carries no token."),
        AccessFault.Expired => new Refusal(401, "token_expired", "The token's time is over. Sign in again."),
        AccessFault.Banned => new Refusal(403, "account_banned", "This account has been shut by an operator."),
        AccessFault.NotOwner => new Refusal(403, "forbidden", "This belongs to another account."),
        AccessFault.NotOperator => new Refusal(403, "forbidden", "Only an operator may do this."),
        _ => new Refusal(401, "token_invalid", "The token is not valid, or its session has ended. Sign in again."),
    };
}
