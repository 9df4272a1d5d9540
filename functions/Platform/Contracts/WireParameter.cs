using System.Collections.Immutable;

namespace SneakerCheck.Platform.Contracts;

public enum ParameterType
{
    Text,
    Integer,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,
}

/// <summary>Describes a route parameter, a query parameter or a form part in the API description.</summary>
/// <param name="Meaning">Its meaning, for a person.</param>
public sealed record WireParameter(ParameterType Type, string Meaning)
{
    /// <summary>A regular expression that the text must match.</summary>
    public string? Pattern { get; init; }

    /// <summary>The allowed texts; empty means any.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    public long? Minimum { get; init; }

    public long? Maximum { get; init; }

    /// <summary>The value if the parameter is absent: an integer or false.</summary>
    public object? Default { get; init; }

    /// <summary>Whether the number needs 64 bits.</summary>
    public bool IsLong { get; init; }

    /// <summary>Whether a value can be invalid. Free text cannot: it just finds nothing.</summary>
    public bool CanBeWrong => Type != ParameterType.Text || !Choices.IsEmpty;

    public static WireParameter Text(string meaning, string? pattern = null) => new(ParameterType.Text, meaning) { Pattern = pattern };

    public static WireParameter Choice(string meaning, params ImmutableArray<string> choices) =>
        new(ParameterType.Text, meaning) { Choices = choices };

    /// <summary><c>true</c> or <c>false</c>; false if absent.</summary>
    public static WireParameter Flag(string meaning) => new(ParameterType.Boolean, meaning) { Default = false };

    public static WireParameter Limit(PageSize size) => new(ParameterType.Integer, "The maximum number of items on the page.")
    {
        Minimum = 1,
        Maximum = size.Maximum,
        Default = size.Default,
    };
}
