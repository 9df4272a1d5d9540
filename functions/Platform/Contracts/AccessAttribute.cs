namespace SneakerCheck.Platform.Contracts;

/// <summary>
/// States who may call an HTTP function and which contract it belongs to. The gate enforces it, the API description shows it, and
/// the tests that cover every function derive their expectations from it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class AccessAttribute : Attribute
{
    public abstract Contract Contract { get; }

    /// <summary>Whether anybody may call, signed in or not.</summary>
    public virtual bool IsOpen => false;

    /// <summary>
    /// The error code of an unexpected exception inside the function, if it is not <see cref="WireError.Fault"/>.
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

/// <summary>Only signed-in callers who pass a check may call.</summary>
/// <typeparam name="TCaller">The type of the signed-in caller.</typeparam>
public abstract class CallerAccessAttribute<TCaller> : AccessAttribute
{
    /// <summary>Returns why this caller may not make this request; null if they may.</summary>
    /// <param name="routeValue">Returns the value of the route parameter with this name.</param>
    /// <exception cref="Errors.Refusal">404: the path names something that cannot exist.</exception>
    public abstract AccessFault? Check(TCaller caller, Func<string, string> routeValue);
}
