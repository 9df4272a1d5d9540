using System.Text.Json;
using System.Text.RegularExpressions;

namespace SneakerCheck.Tests.Infra.Bicep;

/// <summary>Checks the names of one template: what is declared, what is used, and what modules take and give.</summary>
internal sealed partial class BicepFileCheck(BicepProject project, string path, BicepFile file)
{
    private readonly Dictionary<string, BicepDeclaration> symbols = [];
    private readonly List<(int Line, string Text)> faults = [];
    private readonly HashSet<string> used = [];

    public IReadOnlyList<(int Line, string Text)> Faults()
    {
        Declare(file.Declarations.Where(declaration => declaration is not OutputDeclaration));
        foreach (var twice in file.Declarations.OfType<OutputDeclaration>().GroupBy(output => output.Name).Where(group => group.Count() > 1))
            Fault(twice.Last().Line, $"the output {twice.Key} is declared twice.");
        foreach (var declaration in file.Declarations)
            Check(declaration, parentType: null);
        foreach (var symbol in symbols.Values)
        {
            if (symbol is ParameterDeclaration or VariableDeclaration or FunctionDeclaration or ResourceDeclaration { IsExisting: true } && !used.Contains(symbol.Name))
                Fault(symbol.Line, $"{symbol.Name} is never used.");
        }
        return faults;
    }

    private void Declare(IEnumerable<BicepDeclaration> declarations)
    {
        foreach (var declaration in declarations)
        {
            if (!symbols.TryAdd(declaration.Name, declaration))
                Fault(declaration.Line, $"{declaration.Name} is declared twice.");
            if (declaration is ResourceDeclaration resource)
                Declare(resource.Body.Nested);
        }
    }

    private void Check(BicepDeclaration declaration, string? parentType)
    {
        foreach (var decorator in declaration.Decorators)
        {
            if (!BicepNames.Decorators.Contains(decorator.Name))
                Fault(decorator.Line, $"there is no decorator {decorator.Name}.");
            decorator.Arguments.ToList().ForEach(argument => Walk(argument, []));
        }
        switch (declaration)
        {
            case ParameterDeclaration { Default: { } value }:
                Walk(value, []);
                break;
            case VariableDeclaration variable:
                Walk(variable.Value, []);
                break;
            case FunctionDeclaration function:
                foreach (var name in function.Body.All.OfType<NameExpression>().Where(name => symbols.ContainsKey(name.Name) && !function.Parameters.Contains(name.Name)))
                    Fault(name.Line, $"{function.Name} is a function, which cannot see {name.Name}.");
                Walk(function.Body, function.Parameters);
                break;
            case OutputDeclaration output:
                Walk(output.Value, []);
                break;
            case ResourceDeclaration resource:
                Resource(resource, parentType);
                break;
            case ModuleDeclaration module:
                Module(module);
                break;
        }
    }

    private void Resource(ResourceDeclaration resource, string? parentType)
    {
        if (parentType is null ? !VersionedType().IsMatch(resource.Type) : !resource.Type.All(char.IsAsciiLetter))
            Fault(resource.Line, $"'{resource.Type}' is no type with a version, such as Microsoft.Web/sites@2024-11-01.");
        if (resource.Body["name"] is null)
            Fault(resource.Line, $"{resource.Name} has no name.");
        foreach (var (key, _) in resource.Body.Members.Where(member => !BicepNames.ResourceMembers.Contains(member.Key.Plain ?? "")))
            Fault(key.Line, $"a resource has no member {key.Plain}.");
        if (resource.Condition is { } condition)
            Walk(condition, []);
        Walk(resource.Value, []);
        var type = resource.Type.Split('@')[0];
        if (resource.Body["parent"] is { } parent)
        {
            var symbol = (parent as IndexExpression)?.Target as NameExpression ?? parent as NameExpression;
            var above = symbol is null ? null : (symbols.GetValueOrDefault(symbol.Name) as ResourceDeclaration)?.Type.Split('@')[0];
            if (type.LastIndexOf('/') is var cut && (cut < 0 || type[..cut] != above))
                Fault(resource.Line, $"the parent of {type} is no {type[..Math.Max(cut, 0)]}.");
        }
        foreach (var nested in resource.Body.Nested)
            Check(nested, type);
    }

    private void Module(ModuleDeclaration module)
    {
        if (module.Condition is { } condition)
            Walk(condition, []);
        Walk(module.Value, []);
        foreach (var (key, _) in module.Body.Members.Where(member => !BicepNames.ModuleMembers.Contains(member.Key.Plain ?? "")))
            Fault(key.Line, $"a module has no member {key.Plain}.");
        if (project.Find(path, module.Path) is not { } called)
        {
            Fault(module.Line, $"there is no module {module.Path}.");
            return;
        }
        var given = (module.Body["params"] as ObjectExpression)?.Members ?? [];
        var parameters = called.Declarations.OfType<ParameterDeclaration>().ToArray();
        foreach (var (key, value) in given)
        {
            var parameter = Array.Find(parameters, parameter => parameter.Name == key.Plain);
            if (parameter is null)
                Fault(key.Line, $"{module.Path} has no parameter {key.Plain}.");
            else if (parameter.Type.Members is { } members && value is ObjectExpression literal
                && !members.Order().SequenceEqual(literal.Members.Select(member => member.Key.Plain!).Order()))
                Fault(key.Line, $"{key.Plain} must have {string.Join(", ", members)}.");
        }
        foreach (var missing in parameters.Where(parameter => parameter.IsRequired && given.All(member => member.Key.Plain != parameter.Name)))
            Fault(module.Line, $"{module.Path} needs {missing.Name}.");
    }

    private void Walk(BicepExpression expression, IReadOnlyList<string> locals)
    {
        switch (expression)
        {
            case NameExpression name when !locals.Contains(name.Name):
                used.Add(name.Name);
                if (!symbols.ContainsKey(name.Name))
                    Fault(name.Line, $"{name.Name} is declared nowhere.");
                return;
            case CallExpression { Target: null } call when symbols.GetValueOrDefault(call.Name) is FunctionDeclaration function:
                used.Add(call.Name);
                if (function.Parameters.Count != call.Arguments.Count)
                    Fault(call.Line, $"{call.Name} takes {function.Parameters.Count} arguments.");
                break;
            case CallExpression call when !(call.Target is null ? BicepNames.Functions : BicepNames.Methods).Contains(call.Name):
                Fault(call.Line, $"there is no function {call.Name}.");
                break;
            case MemberExpression member:
                Member(member, locals);
                break;
        }
        IReadOnlyList<string> inner = expression switch
        {
            ForExpression loop => loop.Locals,
            LambdaExpression lambda => lambda.Locals,
            _ => [],
        };
        IReadOnlyList<string> within = inner.Count == 0 ? locals : [.. locals, .. inner];
        foreach (var child in expression.Children)
            Walk(child, child == (expression as ForExpression)?.Source ? locals : within);
    }

    private void Member(MemberExpression member, IReadOnlyList<string> locals)
    {
        if (member.Target is MemberExpression { Name: "outputs", Target: NameExpression module }
            && !locals.Contains(module.Name) && symbols.GetValueOrDefault(module.Name) is ModuleDeclaration called
            && project.Find(path, called.Path) is { } template
            && !template.Declarations.OfType<OutputDeclaration>().Any(output => output.Name == member.Name))
        {
            Fault(member.Line, $"{called.Path} has no output {member.Name}.");
        }
        if (member.Target is not NameExpression { Name: var symbol } || locals.Contains(symbol))
            return;
        var members = symbols.GetValueOrDefault(symbol) switch
        {
            ParameterDeclaration parameter => parameter.Type.Members,
            VariableDeclaration { Value: CallExpression { Name: "loadJsonContent", Arguments: [TextExpression { Plain: { } json }] } load } => Loaded(load.Line, json),
            VariableDeclaration { Value: ObjectExpression value } => [.. value.Members.Select(entry => entry.Key.Plain!)],
            _ => null,
        };
        if (members is not null && !members.Contains(member.Name))
            Fault(member.Line, $"{symbol} has no member {member.Name}.");
        if (member.Operator == "::" && (symbols.GetValueOrDefault(symbol) as ResourceDeclaration)?.Body.Nested.Any(nested => nested.Name == member.Name) != true)
            Fault(member.Line, $"no resource {member.Name} is nested in {symbol}.");
        else if (member.Operator == "::")
            used.Add(member.Name);
        if (member is { Name: "outputs", Operator: "." } && symbols.GetValueOrDefault(symbol) is ModuleDeclaration { Condition: not null })
            Fault(member.Line, $"{symbol} may not be there: its outputs are read by .? only.");
    }

    private string[]? Loaded(int line, string json)
    {
        if (project.Load(path, json) is not { } text)
        {
            Fault(line, $"there is no {json}.");
            return null;
        }
        using var content = JsonDocument.Parse(text);
        return content.RootElement.ValueKind == JsonValueKind.Object ? [.. content.RootElement.EnumerateObject().Select(member => member.Name)] : null;
    }

    private void Fault(int line, string text) => faults.Add((line, text));

    [GeneratedRegex(@"^[A-Z]\w+\.\w+(/\w+)+@20\d\d-(0[1-9]|1[0-2])-([0-2]\d|3[01])(-preview)?$")]
    private static partial Regex VersionedType();
}
