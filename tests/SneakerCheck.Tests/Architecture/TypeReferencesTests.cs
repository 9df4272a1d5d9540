namespace SneakerCheck.Tests.Architecture;

/// <summary><see cref="WallsTests"/> depends on this: a use is found wherever in the code it is.</summary>
public sealed class TypeReferencesTests
{
    [Theory]
    [InlineData(typeof(InAField))]
    [InlineData(typeof(InABody))]
    [InlineData(typeof(InALambda))]
    [InlineData(typeof(InAnAsyncMethod))]
    [InlineData(typeof(InAnIterator))]
    [InlineData(typeof(AsAnArgument))]
    [InlineData(typeof(AsATypeArgument))]
    [InlineData(typeof(AsABase))]
    [InlineData(typeof(AsAConstraint<>))]
    [InlineData(typeof(InACatch))]
    [InlineData(typeof(InAnAttribute))]
    [InlineData(typeof(AsAnArray))]
    [InlineData(typeof(BehindASwitch))]
    public void A_use_is_seen(Type user)
    {
        var types = new[] { user }.Concat(user.GetNestedTypes(System.Reflection.BindingFlags.NonPublic));

        Assert.Contains(new TypeReference(user, typeof(Used)), TypeReferences.From(types));
    }

    [Fact]
    public void What_is_not_used_is_not_seen() =>
        Assert.DoesNotContain(TypeReferences.From([typeof(TypeReference)]), reference => reference.To == typeof(Used));
}

internal class Used : Exception
{
    public static int Count { get; set; }

    public static T Make<T>()
        where T : new() => new();
}

internal sealed class InAField
{
    public readonly Used? Field = null;
}

internal static class InABody
{
    public static int Use() => Used.Count;
}

internal static class InALambda
{
    public static Func<int> Use(int more) => () => Used.Count + more;
}

internal static class InAnAsyncMethod
{
    public static async Task<object> Use()
    {
        await Task.Yield();
        return Used.Count;
    }
}

internal static class InAnIterator
{
    public static IEnumerable<object> Use()
    {
        yield return Used.Count;
    }
}

internal static class AsAnArgument
{
    public static void Use(Used used) => _ = used;
}

internal static class AsATypeArgument
{
    public static object Use() => new Dictionary<string, List<Used>>();
}

internal sealed class AsABase : Used;

internal sealed class AsAConstraint<T>
    where T : Used;

internal static class InACatch
{
    public static void Use()
    {
        try
        {
            GC.Collect(0);
        }
        catch (Used)
        {
        }
    }
}

[System.ComponentModel.TypeConverter(typeof(Used))]
internal sealed class InAnAttribute;

internal static class AsAnArray
{
    public static object Use() => Array.Empty<Used[]>();
}

internal static class BehindASwitch
{
    public static object Use(int number) => number switch
    {
        0 => 1L << 40,
        1 => 2.5,
        2 => "two",
        3 => 3.5f,
        4 => number + 300,
        5 => new Used(),
        _ => number,
    };
}
