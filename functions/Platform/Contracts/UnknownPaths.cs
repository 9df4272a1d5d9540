using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Platform.Errors;

namespace SneakerCheck.Platform.Contracts;

/// <summary>
/// Refuses requests that only a catch-all function matches, in both hosts: 404 <c>not_found</c>, or 405 <c>method_not_allowed</c> with
/// the verbs of the path's functions (RFC 9110, 15.5.6). The Functions host itself answers both with a bare 404.
/// </summary>
/// <param name="types">The types that declare the functions.</param>
/// <param name="constraints">Resolves the constraints of route parameters.</param>
public sealed class UnknownPaths(IEnumerable<Type> types, IInlineConstraintResolver constraints)
{
    private readonly Lazy<ImmutableArray<Known>> known = new(() =>
    [
        .. from type in types
           from method in type.GetMethods()
           where method.IsDefined(typeof(FunctionAttribute))
           from trigger in method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
           where trigger is { Route: not null, Methods: not null }
           select new Known(trigger.Route!, [.. trigger.Methods!.Select(verb => verb.ToUpperInvariant())], constraints),
    ]);

    /// <summary>The refusal of a request that no function but a catch-all matches.</summary>
    public Refusal Refuse(HttpRequest request)
    {
        ImmutableArray<string> verbs =
        [
            .. known.Value.Where(function => function.Matches(request)).SelectMany(function => function.Verbs).Distinct()
                .Order(StringComparer.Ordinal),
        ];
        return verbs.IsEmpty
            ? new Refusal(404, "not_found", $"There is no {request.Path}. GET /openapi/v1.json lists every path; /docs shows them.")
            : new Refusal(
                405, WireError.OtherVerb, $"{request.Path} has no {request.Method}. It has {string.Join(", ", verbs)}.")
            { Allow = verbs };
    }

    /// <summary>The route of a function. A function without a list of verbs answers all, so that nothing is left to refuse.</summary>
    private sealed class Known
    {
        private readonly TemplateMatcher matcher;
        private readonly ImmutableArray<(string Parameter, IRouteConstraint Constraint)> conditions;

        public Known(string route, ImmutableArray<string> verbs, IInlineConstraintResolver resolver)
        {
            var template = TemplateParser.Parse(route);
            matcher = new TemplateMatcher(template, []);
            Verbs = verbs;
            conditions =
            [
                .. from parameter in template.Parameters
                   from inline in parameter.InlineConstraints
                   select (parameter.Name!, resolver.ResolveConstraint(inline.Constraint)
                       ?? throw new InvalidOperationException($"The route '{route}' has the unknown constraint '{inline.Constraint}'.")),
            ];
        }

        public ImmutableArray<string> Verbs { get; }

        public bool Matches(HttpRequest request)
        {
            var values = new RouteValueDictionary();
            return matcher.TryMatch(request.Path, values) && conditions.All(condition => condition.Constraint.Match(
                request.HttpContext, route: null, condition.Parameter, values, RouteDirection.IncomingRequest));
        }
    }
}
