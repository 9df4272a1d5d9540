using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace SneakerCheck.Tests.Architecture;

/// <summary>
/// One type uses another. Nested types, including those that the compiler generates for lambdas and async methods, count as their
/// outermost type.
/// </summary>
internal sealed record TypeReference(Type From, Type To);

/// <summary>
/// Reads from compiled types what they use: by inheritance, members, attributes and in the bodies of methods. The use of a constant cannot
/// be seen, because the compiler copies its value.
/// </summary>
internal sealed class TypeReferences
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value);

    private readonly HashSet<TypeReference> found = [];
    private Type current = typeof(object);

    /// <summary>Every reference from these types, including those to other assemblies.</summary>
    public static IReadOnlyCollection<TypeReference> From(IEnumerable<Type> types)
    {
        var references = new TypeReferences();
        foreach (var type in types)
            references.Read(type);
        return references.found;
    }

    private void Read(Type type)
    {
        current = Outermost(type);
        Note(type.BaseType);
        Note(type.GetInterfaces());
        Note(type.GetGenericArguments().SelectMany(argument => argument.GetGenericParameterConstraints()));
        Read(type.GetCustomAttributesData());
        foreach (var member in type.GetMembers(Declared))
        {
            Read(member.GetCustomAttributesData());
            switch (member)
            {
                case FieldInfo or PropertyInfo:
                    Note(member);
                    break;
                case MethodBase method:
                    Note(method);
                    foreach (var parameter in method.GetParameters())
                        Read(parameter.GetCustomAttributesData());
                    if (method.GetMethodBody() is { } body)
                        Read(method, body);
                    break;
            }
        }
    }

    private void Read(IEnumerable<CustomAttributeData> attributes)
    {
        foreach (var attribute in attributes)
        {
            Note(attribute.AttributeType);
            Note(attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(named => named.TypedValue))
                .Select(argument => argument.Value).OfType<Type>());
        }
    }

    private void Read(MethodBase method, MethodBody body)
    {
        Note(body.LocalVariables.Select(variable => variable.LocalType));
        Note(body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause)
            .Select(clause => clause.CatchType!));
        var ofType = method.DeclaringType!.GetGenericArguments();
        var ofMethod = method is MethodInfo ? method.GetGenericArguments() : [];
        var code = body.GetILAsByteArray()!;
        for (var i = 0; i < code.Length;)
        {
            var operation = Codes[code[i] == 0xFE ? 0xFE00 | code[i + 1] : code[i]];
            i += operation.Size;
            switch (operation.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    Note(method.Module.ResolveMember(BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(i)), ofType, ofMethod));
                    i += 4;
                    break;
                case OperandType.InlineSwitch:
                    i += 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(i)));
                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    i += 1;
                    break;
                case OperandType.InlineVar:
                    i += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    i += 8;
                    break;
                default:
                    i += 4;
                    break;
            }
        }
    }

    private void Note(MemberInfo? member)
    {
        switch (member)
        {
            case Type type:
                if (type.HasElementType)
                    Note(type.GetElementType());
                else if (type.IsGenericType && !type.IsGenericTypeDefinition)
                    Note([type.GetGenericTypeDefinition(), .. type.GetGenericArguments()]);
                else if (!type.IsGenericParameter && Outermost(type) is var used && used != current)
                    found.Add(new TypeReference(current, used));
                break;
            case FieldInfo field:
                Note([field.DeclaringType!, field.FieldType]);
                break;
            case PropertyInfo property:
                Note(property.PropertyType);
                break;
            case MethodBase method:
                Note(method.DeclaringType);
                Note(method.GetParameters().Select(parameter => parameter.ParameterType));
                if (method is MethodInfo function)
                    Note([function.ReturnType, .. function.GetGenericArguments()]);
                break;
        }
    }

    private void Note(IEnumerable<Type> types)
    {
        foreach (var type in types)
            Note(type);
    }

    private static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }
}
