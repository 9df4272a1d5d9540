namespace SneakerCheck.Platform.Contracts;

/// <summary>Lets an attribute name a contract as a type argument. Each area has one implementation per contract.</summary>
public interface IContract
{
    /// <summary>The contract.</summary>
    static abstract Contract Contract { get; }
}
