using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Accounts;

/// <summary>Which accounts may call a function.</summary>
public enum Access
{
    /// <summary>Any signed-in account.</summary>
    SignedIn,

    /// <summary>The account that the path names.</summary>
    Owner,

    /// <summary>Operators and admins only.</summary>
    Operator,

    /// <summary>Admins only.</summary>
    Admin,
}

/// <summary>Requires a signed-in account, and states which ones may call.</summary>
/// <param name="who">The accounts that may call.</param>
/// <typeparam name="TContract">The contract of the function, which words its refusals.</typeparam>
public sealed class AccessAttribute<TContract>(Access who) : AccountAccessAttribute(who)
    where TContract : IContract
{
    /// <inheritdoc/>
    public override Contract Contract => TContract.Contract;
}

/// <summary>The part of <see cref="AccessAttribute{TContract}"/> that does not depend on the contract.</summary>
public abstract class AccountAccessAttribute(Access who) : CallerAccessAttribute<Caller>
{
    public Access Who { get; } = who;

    /// <summary>
    /// Whether another account's path is refused as if there were nothing, <see cref="AccessFault.Hidden"/>; for
    /// <see cref="Access.Owner"/>.
    /// </summary>
    public bool HidesFromOthers { get; init; }

    /// <summary>Why another account than the owner is refused.</summary>
    public AccessFault OfOthers => HidesFromOthers ? AccessFault.Hidden : AccessFault.NotOwner;

    /// <inheritdoc/>
    public override AccessFault? Check(Caller caller, Func<string, string> routeValue) => Who switch
    {
        Access.Owner when AccountPath.Id(routeValue(Contract.OwnerParameter!), caller) != caller.Id => OfOthers,
        Access.Operator when !caller.IsOperator => AccessFault.NotOperator,
        Access.Admin when caller.Account.Role != AccountRole.Admin => AccessFault.NotAdmin,
        _ => null,
    };
}
