namespace SneakerCheck.Tests.Infra.Bicep;

/// <summary>A file that is no Bicep, with the line of the first thing that does not fit.</summary>
internal sealed class BicepException(int line, string message) : Exception($"line {line}: {message}");

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    Name,
    Number,
    Text,
    Symbol,
    NewLine,
    End,
}

/// <summary>A token. A text in quotes has parts: <see cref="string"/> as written, or the tokens of an interpolation.</summary>
internal sealed record BicepToken(TokenKind Kind, string Value, int Line, IReadOnlyList<object>? Parts = null)
{
    public override string ToString() => Kind switch { TokenKind.NewLine => "end of line", TokenKind.End => "end of file", _ => $"'{Value}'" };
}
