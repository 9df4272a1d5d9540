namespace SneakerCheck.Platform.OpenApi;

/// <summary>Describes a query parameter that a function reads from the request itself.</summary>
/// <param name="name">Its name.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class QueryParameterAttribute(string name) : Attribute
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>The greatest number allowed, where that is another than the name's usual one; 0 where it is not.</summary>
    public int Maximum { get; init; }

    /// <summary>With <see cref="Maximum"/>, what its absence means.</summary>
    public int Default { get; init; }
}

/// <summary>Describes a request header that a function honours.</summary>
/// <param name="name">Its name.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequestHeaderAttribute(string name) : Attribute
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;
}

/// <summary>Describes a header of a function's reply.</summary>
/// <param name="name">Its name.</param>
/// <param name="statuses">The HTTP statuses that carry it.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ResponseHeaderAttribute(string name, params int[] statuses) : Attribute
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>The HTTP statuses that carry it.</summary>
    public IReadOnlyList<int> Statuses { get; } = statuses;
}

/// <summary>Describes a part of the <c>multipart/form-data</c> body that a function takes; the part <c>file</c> is the photo.</summary>
/// <param name="name">Its name.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class FormPartAttribute(string name) : Attribute
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Whether the form is refused without it.</summary>
    public bool IsRequired { get; init; }
}
