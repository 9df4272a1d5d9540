namespace SneakerCheck.Platform.Contracts;

/// <summary>
/// Who may call an HTTP function, and by which contract. The gate enforces it, the API description shows it, and the tests over
/// every function take their expectations from it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class AccessAttribute : Attribute
{
    /// <summary>The contract that the function belongs to.</summary>
    public abstract Contract Contract { get; }

    /// <summary>Whether anybody may call, signed in or not.</summary>
    public virtual bool IsOpen => false;

    /// <summary>
    /// The code of a fault inside the function, where the contract has another than <see cref="WireError.Fault"/> for it.
    /// </summary>
    public string FaultCode { get; init; } = WireError.Fault;
}

/// <summary>Anybody may call, signed in or not.</summary>
public sealed class OpenAttribute<TContract> : AccessAttribute
    where TContract : IContract
{
    public override Contract Contract => TContract.Contract;
    public override bool IsOpen => true;
}

/// <summary>Only a caller who meets a requirement may call.</summary>
/// <typeparam name="TCaller">Who is signed in.</typeparam>
public abstract class CallerAccessAttribute<TCaller> : AccessAttribute
{
    /// <summary>Why this caller may not make this request; null where they may.</summary>
    /// <param name="caller">Who is signed in.</param>
    /// <param name="routeValue">The value of a route parameter, by its name.</param>
    /// <exception cref="Errors.Refusal">404: the path names something that cannot be there.</exception>
    public abstract AccessFault? Check(TCaller caller, Func<string, string> routeValue);
}
