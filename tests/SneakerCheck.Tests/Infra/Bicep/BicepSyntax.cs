namespace SneakerCheck.Tests.Infra.Bicep;

/// <summary>An expression; <c>Line</c> is where it begins.</summary>
internal abstract record BicepExpression(int Line)
{
    /// <summary>What it is made of.</summary>
    public virtual IEnumerable<BicepExpression> Children => [];

    /// <summary>Itself and all below.</summary>
    public IEnumerable<BicepExpression> All => Children.SelectMany(child => child.All).Prepend(this);
}

/// <summary>A text: parts are texts and expressions.</summary>
internal sealed record TextExpression(int Line, IReadOnlyList<object> Parts) : BicepExpression(Line)
{
    public override IEnumerable<BicepExpression> Children => Parts.OfType<BicepExpression>();

    /// <summary>The text, where nothing is interpolated.</summary>
    public string? Plain => Parts.All(part => part is string) ? string.Concat(Parts) : null;
}

/// <summary>A number, true, false or null.</summary>
internal sealed record LiteralExpression(int Line, string Value) : BicepExpression(Line);

/// <summary>A symbol.</summary>
internal sealed record NameExpression(int Line, string Name) : BicepExpression(Line);

/// <summary><c>target.name</c>, <c>target.?name</c> (which is null where the target is) or <c>target::name</c>.</summary>
internal sealed record MemberExpression(int Line, BicepExpression Target, string Name, string Operator) : BicepExpression(Line)
{
    public override IEnumerable<BicepExpression> Children => [Target];
}

/// <summary><c>target[index]</c>.</summary>
internal sealed record IndexExpression(int Line, BicepExpression Target, BicepExpression Index) : BicepExpression(Line)
{
    public override IEnumerable<BicepExpression> Children => [Target, Index];
}

/// <summary><c>name(…)</c>, or <c>target.name(…)</c>.</summary>
internal sealed record CallExpression(int Line, BicepExpression? Target, string Name, IReadOnlyList<BicepExpression> Arguments) : BicepExpression(Line)
{
    public override IEnumerable<BicepExpression> Children => Target is null ? Arguments : Arguments.Prepend(Target);
}

/// <summary>An object; a key may be interpolated.</summary>
internal sealed record ObjectExpression(
    int Line, IReadOnlyList<(TextExpression Key, BicepExpression Value)> Members, IReadOnlyList<ResourceDeclaration> Nested) : BicepExpression(Line)
{
    public override IEnumerable<BicepExpression> Children => Members.SelectMany(member => new[] { member.Key, member.Value });

    public BicepExpression? this[string key] => Members.FirstOrDefault(member => member.Key.Plain == key).Value;
}

/// <summary>An array.</summary>
internal sealed record ArrayExpression(int Line, IReadOnlyList<BicepExpression> Items) : BicepExpression(Line)
{
    public override IEnumerable<BicepExpression> Children => Items;
}

/// <summary><c>[for item in source: body]</c>.</summary>
internal sealed record ForExpression(int Line, IReadOnlyList<string> Locals, BicepExpression Source, BicepExpression Body) : BicepExpression(Line)
{
    public override IEnumerable<BicepExpression> Children => [Source, Body];
}

/// <summary><c>item => body</c>.</summary>
internal sealed record LambdaExpression(int Line, IReadOnlyList<string> Locals, BicepExpression Body) : BicepExpression(Line)
{
    public override IEnumerable<BicepExpression> Children => [Body];
}

/// <summary>Operators with one, two or three operands.</summary>
internal sealed record OperatorExpression(int Line, string Operator, IReadOnlyList<BicepExpression> Operands) : BicepExpression(Line)
{
    public override IEnumerable<BicepExpression> Children => Operands;
}

/// <summary>A type: members where it is an object with named ones, else null.</summary>
internal sealed record BicepType(string Text, IReadOnlyList<string>? Members, bool IsOptional);

/// <summary>A decorator, for example <c>@description('…')</c>.</summary>
internal sealed record Decorator(int Line, string Name, IReadOnlyList<BicepExpression> Arguments);

/// <summary>Something a file declares.</summary>
internal abstract record BicepDeclaration(int Line, string Name, IReadOnlyList<Decorator> Decorators);

internal sealed record ParameterDeclaration(
    int Line, string Name, IReadOnlyList<Decorator> Decorators, BicepType Type, BicepExpression? Default) : BicepDeclaration(Line, Name, Decorators)
{
    public bool IsRequired => Default is null && !Type.IsOptional;
}

internal sealed record VariableDeclaration(int Line, string Name, IReadOnlyList<Decorator> Decorators, BicepExpression Value) : BicepDeclaration(Line, Name, Decorators);

/// <summary><c>func name(a string) string => body</c>; it sees its parameters and other functions only.</summary>
internal sealed record FunctionDeclaration(
    int Line, string Name, IReadOnlyList<Decorator> Decorators, IReadOnlyList<string> Parameters, BicepExpression Body)
    : BicepDeclaration(Line, Name, Decorators);

internal sealed record OutputDeclaration(
    int Line, string Name, IReadOnlyList<Decorator> Decorators, BicepType Type, BicepExpression Value) : BicepDeclaration(Line, Name, Decorators);

/// <summary>A resource. Its type is, for example, <c>Microsoft.Web/sites@2024-11-01</c>; of a nested one the last part only.</summary>
internal sealed record ResourceDeclaration(
    int Line, string Name, IReadOnlyList<Decorator> Decorators, string Type, bool IsExisting, BicepExpression? Condition, BicepExpression Value)
    : BicepDeclaration(Line, Name, Decorators)
{
    /// <summary>The object, of one or of each in a loop.</summary>
    public ObjectExpression Body => (ObjectExpression)(Value is ForExpression loop ? loop.Body : Value);
}

internal sealed record ModuleDeclaration(
    int Line, string Name, IReadOnlyList<Decorator> Decorators, string Path, BicepExpression? Condition, BicepExpression Value)
    : BicepDeclaration(Line, Name, Decorators)
{
    public ObjectExpression Body => (ObjectExpression)(Value is ForExpression loop ? loop.Body : Value);
}

/// <summary>A value that a parameter file gives.</summary>
internal sealed record AssignedParameter(int Line, string Name, BicepExpression Value);

/// <summary>A file: what it declares, or, of a parameter file, whom it uses and what it assigns.</summary>
internal sealed record BicepFile(IReadOnlyList<BicepDeclaration> Declarations, string? Using, IReadOnlyList<AssignedParameter> Assigned);
