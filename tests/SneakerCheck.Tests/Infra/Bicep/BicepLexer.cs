using System.Text;

namespace SneakerCheck.Tests.Infra.Bicep;

/// <summary>Cuts Bicep into tokens. Several ends of lines come as one.</summary>
internal sealed class BicepLexer(string source)
{
    private static readonly string[] Symbols =
    [
        ".?", "::", "??", "=>", "==", "!=", "<=", ">=", "&&", "||", "=~", "!~",
        "{", "}", "[", "]", "(", ")", "@", ",", ".", ":", "?", "=", "!", "<", ">", "+", "-", "*", "/", "%", "|",
    ];

    private readonly List<BicepToken> tokens = [];
    private int position;
    private int line = 1;

    /// <summary>All tokens of a file, the last of which is its end.</summary>
    public static List<BicepToken> Read(string source) => new BicepLexer(source.ReplaceLineEndings("\n")).Tokens(isInterpolation: false);

    private List<BicepToken> Tokens(bool isInterpolation)
    {
        var depth = 0;
        while (position < source.Length)
        {
            var c = source[position];
            if (isInterpolation && c == '}' && depth == 0)
                break;
            if (c == '\n')
                NewLine();
            else if (c is ' ' or '\t')
                position++;
            else if (At("//"))
                SkipTo("\n");
            else if (At("/*"))
                SkipComment();
            else if (c == '\'')
                tokens.Add(Text());
            else if (char.IsAsciiDigit(c))
                Take(TokenKind.Number, char.IsAsciiDigit);
            else if (char.IsAsciiLetter(c) || c == '_')
                Take(TokenKind.Name, letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
            else
                depth += Symbol();
        }
        tokens.Add(new(TokenKind.End, "", line));
        return tokens;
    }

    private void NewLine()
    {
        if (tokens is not [] and not [.., { Kind: TokenKind.NewLine }])
            tokens.Add(new(TokenKind.NewLine, "\n", line));
        line++;
        position++;
    }

    private int Symbol()
    {
        var symbol = Array.Find(Symbols, At) ?? throw new BicepException(line, $"'{source[position]}' has no meaning here.");
        tokens.Add(new(TokenKind.Symbol, symbol, line));
        position += symbol.Length;
        return symbol switch { "{" => 1, "}" => -1, _ => 0 };
    }

    private BicepToken Text()
    {
        if (At("'''"))
            throw new BicepException(line, "texts of several lines are not read here.");
        var start = line;
        List<object> parts = [];
        var text = new StringBuilder();
        for (position++; ;)
        {
            if (position >= source.Length || source[position] == '\n')
                throw new BicepException(start, "a text does not end on its line.");
            if (source[position] == '\'')
                break;
            if (At("${"))
            {
                parts.Add(text.ToString());
                text.Clear();
                parts.Add(Interpolation());
            }
            else
            {
                text.Append(source[position] == '\\' ? Escaped() : source[position]);
                position++;
            }
        }
        position++;
        parts.Add(text.ToString());
        return new(TokenKind.Text, string.Concat(parts.Select(part => part as string ?? "${…}")), start, parts);
    }

    private List<BicepToken> Interpolation()
    {
        var inner = new BicepLexer(source) { position = position + 2, line = line };
        var found = inner.Tokens(isInterpolation: true);
        if (inner.position >= source.Length)
            throw new BicepException(line, "an interpolation is not closed.");
        (position, line) = (inner.position + 1, inner.line);
        return found;
    }

    private char Escaped()
    {
        position++;
        return (position < source.Length ? source[position] : ' ') switch
        {
            'n' => '\n',
            't' => '\t',
            var c and ('\'' or '\\' or '$') => c,
            var c => throw new BicepException(line, $"'\\{c}' is no escape."),
        };
    }

    private void Take(TokenKind kind, Func<char, bool> belongs)
    {
        var start = position;
        while (position < source.Length && belongs(source[position]))
            position++;
        tokens.Add(new(kind, source[start..position], line));
    }

    private void SkipTo(string end)
    {
        var found = source.IndexOf(end, position, StringComparison.Ordinal);
        position = found < 0 ? source.Length : found;
    }

    private void SkipComment()
    {
        var start = position;
        SkipTo("*/");
        if (position == source.Length)
            throw new BicepException(line, "a comment is not closed.");
        position += 2;
        line += source.AsSpan(start, position - start).Count('\n');
    }

    private bool At(string text) => string.CompareOrdinal(source, position, text, 0, text.Length) == 0;
}
