using SneakerCheck.Platform.Contracts;

namespace SneakerCheck.Accounts;

/// <summary>Which accounts may call a function.</summary>
public enum Access
{
    /// <summary>Every account.</summary>
    SignedIn,

    /// <summary>The account that the path names.</summary>
    Owner,

    /// <summary>Operators.</summary>
    Operator,
}

/// <summary>Only accounts may call, and of these only some.</summary>
/// <param name="who">Which.</param>
/// <typeparam name="TContract">The contract that the function belongs to.</typeparam>
public sealed class AccessAttribute<TContract>(Access who) : AccountAccessAttribute(who)
    where TContract : IContract
{
    /// <inheritdoc/>
    public override Contract Contract => TContract.Contract;
}

/// <summary>Only accounts may call, whatever the contract.</summary>
public abstract class AccountAccessAttribute(Access who) : CallerAccessAttribute<Caller>
{
    /// <summary>Which accounts.</summary>
    public Access Who { get; } = who;

    /// <inheritdoc/>
    public override AccessFault? Check(Caller caller, Func<string, string> routeValue) => Who switch
    {
        Access.Owner when AccountPath.Id(routeValue(Contract.OwnerParameter!), caller) != caller.Id => AccessFault.NotOwner,
        Access.Operator when !caller.IsOperator => AccessFault.NotOperator,
        _ => null,
    };
}
