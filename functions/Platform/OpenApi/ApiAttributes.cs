namespace SneakerCheck.Platform.OpenApi;

/// <summary>Declares a query parameter, which the function then reads from <see cref="Http.RequestQuery"/>.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class QueryParameterAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>Describes a request header that a function honours.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequestHeaderAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>Describes a header of a function's reply.</summary>
/// <param name="statuses">The HTTP statuses that carry it.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ResponseHeaderAttribute(string name, params int[] statuses) : Attribute
{
    public string Name { get; } = name;

    /// <summary>The HTTP statuses that carry it.</summary>
    public IReadOnlyList<int> Statuses { get; } = statuses;
}

/// <summary>The JSON body of a function, and its reply, may also be a list of what they are said to be.</summary>
/// <param name="status">The HTTP status of that reply.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneOrListAttribute(int status) : Attribute
{
    /// <summary>The HTTP status of that reply.</summary>
    public int Status { get; } = status;
}

/// <summary>A member is a list, or one word.</summary>
/// <param name="entry">What the list's entries are.</param>
/// <param name="word">The word.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListOrWordAttribute(Type entry, string word) : Attribute
{
    /// <summary>What the list's entries are.</summary>
    public Type Entry { get; } = entry;

    /// <summary>The word.</summary>
    public string Word { get; } = word;
}

/// <summary>Describes a part of the <c>multipart/form-data</c> body that a function takes; the part <c>file</c> is the photo.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class FormPartAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>Whether the form is refused without it.</summary>
    public bool IsRequired { get; init; }
}

/// <summary>
/// The codes that a function refuses with beyond those of every function of its kind
/// (<see cref="Contracts.CommonErrors"/>). The contract's catalogue has their statuses and meanings.
/// </summary>
/// <param name="codes">The codes.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RefusesAttribute(params string[] codes) : Attribute
{
    /// <summary>The codes.</summary>
    public IReadOnlyList<string> Codes { get; } = codes;
}
