using System.Collections.Immutable;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using SneakerCheck.Hosting.Local;

namespace SneakerCheck.Tests.Hosting;

/// <summary>
/// Whether two route templates can match the same path. The Functions host has no route precedence: of two functions that match, the
/// one whose name sorts first is called. In doubt the answer is yes.
/// </summary>
public static class RouteOverlap
{
    private static readonly IInlineConstraintResolver Constraints =
        new ServiceCollection().AddLogging().AddRouting().BuildServiceProvider().GetRequiredService<IInlineConstraintResolver>();

    /// <summary>
    /// The pairs of HTTP functions that one request can match, except where it is meant: the second is a catch-all, which the host asks
    /// last, and the first is not.
    /// </summary>
    public static IEnumerable<(FunctionDefinition First, FunctionDefinition Second)> In(IEnumerable<FunctionDefinition> functions)
    {
        var http = functions.Where(function => function.Trigger is FunctionTrigger.Http).ToList();
        return from first in http
               from second in http
               where string.Compare(first.Name, second.Name, StringComparison.OrdinalIgnoreCase) < 0
               let one = (FunctionTrigger.Http)first.Trigger
               let other = (FunctionTrigger.Http)second.Trigger
               where one.IsCatchAll || !other.IsCatchAll
               where one.Verbs.IsEmpty || other.Verbs.IsEmpty || one.Verbs.Intersect(other.Verbs).Any()
               where Between(one.Route, other.Route)
               select (first, second);
    }

    /// <summary>Whether some path is matched by both templates.</summary>
    public static bool Between(string templateA, string templateB) => Overlap(Segments(templateA), Segments(templateB));

    private static Segment[] Segments(string template) =>
        [.. RoutePatternFactory.Parse(template).PathSegments.Select(segment => Segment.Of(segment))];

    private static bool Overlap(ReadOnlySpan<Segment> a, ReadOnlySpan<Segment> b)
    {
        if ((a is [{ IsCatchAll: true }, ..]) || (b is [{ IsCatchAll: true }, ..]))
            return true;
        if (a.IsEmpty || b.IsEmpty)
            return a is [] or [{ IsOptional: true }] && b is [] or [{ IsOptional: true }];
        return a[0].Overlaps(b[0]) && Overlap(a[1..], b[1..]);
    }

    /// <summary>One segment of a template: its characters, with null for any non-empty text.</summary>
    private sealed record Segment(
        ImmutableArray<char?> Pattern, ImmutableArray<IRouteConstraint> Conditions, bool IsOptional, bool IsCatchAll)
    {
        private static readonly Type[] Numbers = [typeof(IntRouteConstraint), typeof(LongRouteConstraint)];
        private static readonly Type Letters = typeof(AlphaRouteConstraint);

        private bool IsLiteral => !Pattern.Contains(null);

        public static Segment Of(RoutePatternPathSegment segment)
        {
            // The separator before an optional part may be missing too. "Any text" covers both cases.
            if (segment.Parts.OfType<RoutePatternSeparatorPart>().Any())
                return new Segment([null], [], IsOptional: false, IsCatchAll: false);

            var pattern = segment.Parts.SelectMany(part => part switch
            {
                RoutePatternLiteralPart literal => literal.Content.ToLowerInvariant().Select(character => (char?)character),
                _ => [null],
            });
            var parameter = segment.IsSimple ? segment.Parts[0] as RoutePatternParameterPart : null;
            return new Segment(
                [.. pattern],
                [.. parameter?.ParameterPolicies.Select(policy => Resolve(policy.Content!)).OfType<IRouteConstraint>() ?? []],
                parameter is { IsOptional: true } or { Default: not null },
                parameter is { IsCatchAll: true });
        }

        public bool Overlaps(Segment other)
        {
            if (!Match(Pattern.AsSpan(), other.Pattern.AsSpan()))
                return false;
            if (IsLiteral)
                return other.Allows(string.Concat(Pattern));
            if (other.IsLiteral)
                return Allows(string.Concat(other.Pattern));
            return !(Is(Numbers) && other.Is(Letters)) && !(Is(Letters) && other.Is(Numbers));
        }

        private bool Is(params Type[] constraints) => Conditions.Any(condition => constraints.Contains(condition.GetType()));

        private bool Allows(string text) => Conditions.All(condition =>
            condition.Match(null, null, "value", new RouteValueDictionary { ["value"] = text }, RouteDirection.IncomingRequest));

        private static IRouteConstraint? Resolve(string constraint)
        {
            try
            {
                return Constraints.ResolveConstraint(constraint);
            }
            catch (RouteCreationException)
            {
                return null;
            }
        }

        private static bool Match(ReadOnlySpan<char?> a, ReadOnlySpan<char?> b)
        {
            if (a.IsEmpty || b.IsEmpty)
                return a.IsEmpty && b.IsEmpty;
            if (a[0] is null)
                return Match(a[1..], b[1..]) || Match(a, b[1..]) || (b[0] is null && Match(a[1..], b));
            return b[0] is null ? Match(b, a) : a[0] == b[0] && Match(a[1..], b[1..]);
        }
    }
}
