using System.Reflection;

namespace SneakerCheck.Tests;

/// <summary>
/// Tests that take longer than two seconds on a quiet machine of two cores are slow: <c>[Trait(Speed.Category, Speed.Slow)]</c>.
/// <c>dotnet test</c> leaves them out (<c>fast.runsettings</c>), <c>dotnet test --filter Category=Slow</c> runs them.
/// </summary>
internal static class Speed
{
    public const string Category = "Category";
    public const string Slow = "Slow";

    public static bool IsSlow(MemberInfo member) => member.CustomAttributes.Any(attribute =>
        attribute.AttributeType == typeof(TraitAttribute) && attribute.ConstructorArguments is [{ Value: Category }, { Value: Slow }]);
}
