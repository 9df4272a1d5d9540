using System.Collections.Immutable;

namespace SneakerCheck.Platform.Contracts;

/// <summary>The type of a parameter.</summary>
public enum ParameterType
{
    Text,
    Integer,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,
}

/// <summary>What a route parameter, a query parameter or a form part holds, for the API description.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Meaning">What it says, for a person.</param>
public sealed record WireParameter(ParameterType Type, string Meaning)
{
    /// <summary>A regular expression that the text matches.</summary>
    public string? Pattern { get; init; }

    /// <summary>The texts that are allowed; none means any.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>The least number.</summary>
    public long? Minimum { get; init; }

    /// <summary>The greatest number.</summary>
    public long? Maximum { get; init; }

    /// <summary>What its absence means: a whole number, or false.</summary>
    public object? Default { get; init; }

    /// <summary>Whether the number needs 64 bits.</summary>
    public bool IsLong { get; init; }

    /// <summary>Whether there are values that are refused as such; free text just finds nothing.</summary>
    public bool CanBeWrong => Type != ParameterType.Text || !Choices.IsEmpty;

    /// <summary>Text, of the form that a regular expression says.</summary>
    public static WireParameter Text(string meaning, string? pattern = null) => new(ParameterType.Text, meaning) { Pattern = pattern };

    /// <summary>One of several texts.</summary>
    public static WireParameter Choice(string meaning, params ImmutableArray<string> choices) =>
        new(ParameterType.Text, meaning) { Choices = choices };

    /// <summary><c>true</c> or <c>false</c>; absent it is false.</summary>
    public static WireParameter Flag(string meaning) => new(ParameterType.Boolean, meaning) { Default = false };

    /// <summary>The most items of a page.</summary>
    public static WireParameter Limit(PageSize size) => new(ParameterType.Integer, "The most items of the page.")
    {
        Minimum = 1,
        Maximum = size.Maximum,
        Default = size.Default,
    };
}
