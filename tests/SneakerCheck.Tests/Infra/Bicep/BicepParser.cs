namespace SneakerCheck.Tests.Infra.Bicep;

/// <summary>Reads the declarations of a file.</summary>
internal sealed class BicepParser : BicepExpressionParser
{
    private BicepParser(List<BicepToken> tokens)
        : base(tokens)
    {
    }

    /// <summary>Reads a template or a parameter file.</summary>
    /// <exception cref="BicepException">It is none.</exception>
    public static BicepFile Read(string source) => new BicepParser(BicepLexer.Read(source)).File();

    private BicepFile File()
    {
        List<BicepDeclaration> declarations = [];
        List<AssignedParameter> assigned = [];
        string? template = null;
        for (SkipLines(); !IsAt(TokenKind.End); SkipLines())
        {
            var decorators = Decorators();
            var keyword = Take(TokenKind.Name);
            if (keyword.Value == "targetScope")
            {
                Take("=");
                PlainText();
            }
            else if (keyword.Value == "using")
            {
                template = PlainText();
            }
            else if (keyword.Value == "param" && template is not null)
            {
                var name = Take(TokenKind.Name);
                Take("=");
                assigned.Add(new(name.Line, name.Value, Expression()));
            }
            else
            {
                declarations.Add(Declaration(keyword, decorators));
            }
            if (!IsAt(TokenKind.End))
                Take(TokenKind.NewLine);
        }
        return new(declarations, template, assigned);
    }

    private BicepDeclaration Declaration(BicepToken keyword, List<Decorator> decorators)
    {
        if (keyword.Value == "resource")
            return Resource(decorators);
        if (keyword.Value is not ("param" or "var" or "output" or "module" or "func"))
            throw new BicepException(keyword.Line, $"{keyword} begins no declaration.");
        var name = Take(TokenKind.Name);
        switch (keyword.Value)
        {
            case "param":
                return new ParameterDeclaration(name.Line, name.Value, decorators, Type(), TryTake("=") ? Expression() : null);
            case "output":
                var type = Type();
                Take("=");
                return new OutputDeclaration(name.Line, name.Value, decorators, type, Expression());
            case "var":
                Take("=");
                return new VariableDeclaration(name.Line, name.Value, decorators, Expression());
            case "func":
                var parameters = Parameters();
                Type();
                Take("=>");
                SkipLines();
                return new FunctionDeclaration(name.Line, name.Value, decorators, parameters, Expression());
            default:
                var path = PlainText();
                Take("=");
                var (condition, value) = Body();
                return new ModuleDeclaration(name.Line, name.Value, decorators, path, condition, value);
        }
    }

    private List<string> Parameters()
    {
        List<string> names = [];
        Take("(");
        while (!TryTake(")"))
        {
            names.Add(Take(TokenKind.Name).Value);
            Type();
            if (!IsAt(")"))
                Take(",");
        }
        return names;
    }

    private BicepType Type()
    {
        List<string> words = [];
        IReadOnlyList<string>? members = null;
        do
        {
            if (IsAt("{"))
            {
                members = ObjectType();
                words.Add("object");
            }
            else if (IsAt(TokenKind.Text))
            {
                words.Add($"'{PlainText()}'");
            }
            else
            {
                words.Add((IsAt(TokenKind.Number) ? Take(TokenKind.Number) : Take(TokenKind.Name)).Value);
            }
            while (TryTake("["))
            {
                Take("]");
                words[^1] += "[]";
                members = null;
            }
        }
        while (TryTake("|"));
        return new(string.Join(" | ", words), members, TryTake("?"));
    }

    private List<string> ObjectType()
    {
        List<string> members = [];
        Take("{");
        for (SkipSeparators(); !TryTake("}"); SkipSeparators())
        {
            members.Add(Take(TokenKind.Name).Value);
            Take(":");
            Type();
        }
        return members;
    }
}
