namespace SneakerCheck.Platform.OpenApi;

/// <summary>Declares a query parameter, which the function reads from <see cref="Http.RequestQuery"/>.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class QueryParameterAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>Describes a request header that a function uses.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequestHeaderAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>Describes a header of a function's reply.</summary>
/// <param name="statuses">The HTTP statuses of the replies that have it.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ResponseHeaderAttribute(string name, params int[] statuses) : Attribute
{
    public string Name { get; } = name;

    public IReadOnlyList<int> Statuses { get; } = statuses;
}

/// <summary>The JSON body of a function and its reply may also be lists of the declared types.</summary>
/// <param name="status">The HTTP status of the reply to a list.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneOrListAttribute(int status) : Attribute
{
    public int Status { get; } = status;
}

/// <summary>A member is either a list or one fixed word.</summary>
/// <param name="entry">The type of the list's entries.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListOrWordAttribute(Type entry, string word) : Attribute
{
    public Type Entry { get; } = entry;

    public string Word { get; } = word;
}

/// <summary>Describes a part of a function's <c>multipart/form-data</c> body. The part <c>file</c> is the photo.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class FormPartAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    public bool IsRequired { get; init; }
}

/// <summary>
/// The error codes of a function besides those that follow from its input (<see cref="Contracts.CommonErrors"/>). The contract's
/// catalogue has their statuses and meanings.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RefusesAttribute(params string[] codes) : Attribute
{
    public IReadOnlyList<string> Codes { get; } = codes;
}
