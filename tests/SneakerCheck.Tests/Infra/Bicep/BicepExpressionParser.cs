namespace SneakerCheck.Tests.Infra.Bicep;

/// <summary>Reads expressions, and the resources that are nested in objects.</summary>
internal class BicepExpressionParser(List<BicepToken> tokens)
{
    // From the loosest to the tightest.
    private static readonly string[][] Levels =
        [["??"], ["||"], ["&&"], ["==", "!=", "=~", "!~"], ["<", ">", "<=", ">="], ["+", "-"], ["*", "/", "%"]];

    private int position;

    private BicepToken Current => tokens[position];

    protected BicepExpression Expression()
    {
        if (IsLambda())
            return Lambda();
        var condition = Binary(0);
        // A question mark may begin the next line; nothing else that begins one is meant by it.
        if (!NextAfterLines("?"))
            return condition;
        SkipLines();
        Take("?");
        SkipLines();
        var yes = Expression();
        SkipLines();
        Take(":");
        SkipLines();
        return new OperatorExpression(condition.Line, "?:", [condition, yes, Expression()]);
    }

    protected ResourceDeclaration Resource(IReadOnlyList<Decorator> decorators)
    {
        var name = Take(TokenKind.Name);
        var type = PlainText();
        var isExisting = IsAt(TokenKind.Name) && Current.Value == "existing";
        if (isExisting)
            Take(TokenKind.Name);
        Take("=");
        var (condition, value) = Body();
        return new(name.Line, name.Value, decorators, type, isExisting, condition, value);
    }

    /// <summary>An object, an object under a condition, or a loop of them.</summary>
    protected (BicepExpression? Condition, BicepExpression Value) Body()
    {
        BicepExpression? condition = null;
        if (IsAt(TokenKind.Name) && Current.Value == "if")
        {
            Take(TokenKind.Name);
            Take("(");
            condition = Expression();
            Take(")");
        }
        var line = Current.Line;
        var value = Primary();
        return value is ObjectExpression or ForExpression { Body: ObjectExpression }
            ? (condition, value)
            : throw new BicepException(line, "an object, or a loop of objects, was expected.");
    }

    protected List<Decorator> Decorators()
    {
        List<Decorator> decorators = [];
        while (TryTake("@"))
        {
            var name = Take(TokenKind.Name);
            decorators.Add(new(name.Line, name.Value, Arguments()));
            SkipLines();
        }
        return decorators;
    }

    protected string PlainText()
    {
        var token = Take(TokenKind.Text);
        return Text(token).Plain ?? throw new BicepException(token.Line, "this text must be plain.");
    }

    protected bool IsAt(TokenKind kind) => Current.Kind == kind;

    protected bool IsAt(string symbol) => Current.Kind == TokenKind.Symbol && Current.Value == symbol;

    protected bool TryTake(string symbol)
    {
        if (!IsAt(symbol))
            return false;
        position++;
        return true;
    }

    protected void Take(string symbol)
    {
        if (!TryTake(symbol))
            throw new BicepException(Current.Line, $"'{symbol}' was expected, not {Current}.");
    }

    protected BicepToken Take(TokenKind kind) => IsAt(kind)
        ? tokens[position++]
        : throw new BicepException(Current.Line, $"a {kind.ToString().ToLowerInvariant()} was expected, not {Current}.");

    protected void SkipLines()
    {
        while (IsAt(TokenKind.NewLine))
            position++;
    }

    protected void SkipSeparators()
    {
        while (IsAt(TokenKind.NewLine) || IsAt(","))
            position++;
    }

    private bool NextAfterLines(string symbol)
    {
        var next = tokens.FindIndex(position, token => token.Kind != TokenKind.NewLine);
        return tokens[next] is { Kind: TokenKind.Symbol } token && token.Value == symbol;
    }

    private bool IsLambda()
    {
        if (IsAt(TokenKind.Name))
            return tokens[position + 1] is { Kind: TokenKind.Symbol, Value: "=>" };
        if (!IsAt("("))
            return false;
        var close = tokens.FindIndex(position, token => token is { Kind: TokenKind.Symbol, Value: ")" });
        return close > 0 && tokens[close + 1] is { Kind: TokenKind.Symbol, Value: "=>" };
    }

    private LambdaExpression Lambda()
    {
        var (line, locals) = (Current.Line, Locals());
        Take("=>");
        SkipLines();
        return new(line, locals, Expression());
    }

    private List<string> Locals()
    {
        if (!TryTake("("))
            return [Take(TokenKind.Name).Value];
        List<string> names = [];
        do
            names.Add(Take(TokenKind.Name).Value);
        while (TryTake(","));
        Take(")");
        return names;
    }

    private BicepExpression Binary(int level)
    {
        if (level == Levels.Length)
            return Unary();
        var left = Binary(level + 1);
        while (Array.Find(Levels[level], IsAt) is { } symbol)
        {
            Take(symbol);
            SkipLines();
            left = new OperatorExpression(left.Line, symbol, [left, Binary(level + 1)]);
        }
        return left;
    }

    private BicepExpression Unary()
    {
        var line = Current.Line;
        foreach (var symbol in (string[])["!", "-"])
        {
            if (TryTake(symbol))
                return new OperatorExpression(line, symbol, [Unary()]);
        }
        var value = Primary();
        while (true)
        {
            if (TryTake("["))
            {
                value = new IndexExpression(line, value, Expression());
                Take("]");
            }
            else if (Array.Find([".", ".?", "::"], IsAt) is { } access)
            {
                Take(access);
                var name = Take(TokenKind.Name).Value;
                value = IsAt("(") ? new CallExpression(line, value, name, Arguments()) : new MemberExpression(line, value, name, access);
            }
            else
            {
                return value;
            }
        }
    }

    private BicepExpression Primary()
    {
        var line = Current.Line;
        if (IsAt("{"))
            return Object();
        if (IsAt("["))
            return List();
        if (IsAt(TokenKind.Text))
            return Text(Take(TokenKind.Text));
        if (IsAt(TokenKind.Number))
            return new LiteralExpression(line, Take(TokenKind.Number).Value);
        if (TryTake("("))
        {
            SkipLines();
            var inner = Expression();
            SkipLines();
            Take(")");
            return inner;
        }
        var name = Take(TokenKind.Name).Value;
        if (name is "true" or "false" or "null")
            return new LiteralExpression(line, name);
        return IsAt("(") ? new CallExpression(line, null, name, Arguments()) : new NameExpression(line, name);
    }

    private List<BicepExpression> Arguments()
    {
        List<BicepExpression> arguments = [];
        Take("(");
        SkipLines();
        while (!TryTake(")"))
        {
            arguments.Add(Expression());
            SkipLines();
            if (!IsAt(")"))
                Take(",");
            SkipLines();
        }
        return arguments;
    }

    private ObjectExpression Object()
    {
        var line = Current.Line;
        List<(TextExpression, BicepExpression)> members = [];
        List<ResourceDeclaration> nested = [];
        Take("{");
        for (SkipSeparators(); !TryTake("}"); Separate("}"))
        {
            var decorators = Decorators();
            if (Current is { Kind: TokenKind.Name, Value: "resource" } && tokens[position + 1].Kind == TokenKind.Name)
            {
                Take(TokenKind.Name);
                nested.Add(Resource(decorators));
                continue;
            }
            var key = IsAt(TokenKind.Text) ? Text(Take(TokenKind.Text)) : new TextExpression(Current.Line, [Take(TokenKind.Name).Value]);
            Take(":");
            SkipLines();
            members.Add((key, Expression()));
        }
        return new(line, members, nested);
    }

    private BicepExpression List()
    {
        var line = Current.Line;
        Take("[");
        SkipLines();
        if (Current is { Kind: TokenKind.Name, Value: "for" })
            return For(line);
        List<BicepExpression> items = [];
        for (SkipSeparators(); !TryTake("]"); Separate("]"))
            items.Add(Expression());
        return new ArrayExpression(line, items);
    }

    private ForExpression For(int line)
    {
        Take(TokenKind.Name);
        var locals = Locals();
        if (Take(TokenKind.Name) is { Value: not "in" } other)
            throw new BicepException(other.Line, $"'in' was expected, not {other}.");
        var source = Expression();
        Take(":");
        var body = Expression();
        SkipLines();
        Take("]");
        return new(line, locals, source, body);
    }

    private void Separate(string end)
    {
        if (!IsAt(end) && !IsAt(",") && !IsAt(TokenKind.NewLine))
            throw new BicepException(Current.Line, $"'{end}', a comma or a new line was expected, not {Current}.");
        SkipSeparators();
    }

    private static TextExpression Text(BicepToken token) =>
        new(token.Line, [.. token.Parts!.Select(part => part is List<BicepToken> inner ? Interpolated(inner) : part)]);

    private static BicepExpression Interpolated(List<BicepToken> inner)
    {
        var parser = new BicepExpressionParser(inner);
        var expression = parser.Expression();
        parser.Take(TokenKind.End);
        return expression;
    }
}
