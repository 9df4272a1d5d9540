using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Hosting.Local.OpenApi;

/// <summary>The error codes of an HTTP function: those of every function of its kind, and those that it declares.</summary>
internal sealed record FunctionRefusals(Contract Contract, IReadOnlyList<string> Codes)
{
    /// <summary>The refusals of a function; null if it has no contract.</summary>
    /// <param name="method">The function's method.</param>
    /// <param name="parameters">The names of its route parameters.</param>
    public static FunctionRefusals? Of(MethodInfo method, IReadOnlyCollection<string> parameters)
    {
        if (method.GetCustomAttribute<AccessAttribute>() is not { } access)
            return null;
        var (contract, common) = (access.Contract, access.Contract.Common);
        List<string> codes = [access.FaultCode, .. common.Store];
        if (TakesJson(method))
            codes.AddRange(common.JsonBody);
        if (contract.RefusesUnknownQuery
            || method.GetCustomAttributes<QueryParameterAttribute>().Any(query => contract.Parameters[query.Name].CanBeWrong))
        {
            codes.AddRange(common.Query);
        }
        if (CanBeNotFound(method, parameters, contract))
            codes.AddRange(common.Path);
        if (!access.IsOpen)
            codes.AddRange(common.Caller);
        codes.AddRange(method.GetCustomAttribute<RefusesAttribute>()?.Codes ?? []);
        return new FunctionRefusals(contract, [.. codes.Distinct()]);
    }

    /// <summary>The HTTP statuses with their meaning.</summary>
    public IReadOnlyDictionary<int, string> Meanings => Codes
        .Select(code => (Code: code, Error: Contract.Errors[code]))
        .GroupBy(entry => entry.Error.Status)
        .ToDictionary(group => group.Key, group => string.Join("; ", group.Select(entry => Meaning(entry.Code, entry.Error))) + ".");

    private static string Meaning(string code, WireError error) => $"`{error.Number?.ToString() ?? code}`: {error.Meaning}";

    private static bool TakesJson(MethodInfo method) =>
        method.GetCustomAttributes().OfType<IAcceptsMetadata>().Any(accepts => accepts.ContentTypes.Contains("application/json"));

    // A function that may answer 201 creates what its path names, so only the owner can be missing.
    private static bool CanBeNotFound(MethodInfo method, IReadOnlyCollection<string> parameters, Contract contract) =>
        parameters.Count > 0
        && (parameters.Contains(contract.OwnerParameter)
            || !method.GetCustomAttributes<ProducesResponseTypeAttribute>().Any(
                produces => produces.StatusCode == StatusCodes.Status201Created));
}
