using SneakerCheck.Gigs;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Tests.Gigs;
using SneakerCheck.Tests.Pictures;

namespace SneakerCheck.Tests.Calls;

/// <summary>Asserts refusals in the envelope of each contract.</summary>
internal static class Refusals
{
    /// <summary>The reply must be a refusal with this code, in the envelope of its contract.</summary>
    public static async Task Refused(this HttpResponseMessage reply, Contract contract, string code)
    {
        var error = contract.Errors[code];
        if (contract.Format.Shape == typeof(Problem))
            await reply.Problem(error.Status, code);
        else if (contract.Format.Shape == typeof(GigsError))
            await reply.GigsError(error.Status);
        else
            await reply.Envelope(error.Status, error.Number!.Value);
    }

    /// <summary>The reply must be a refusal for this reason.</summary>
    public static Task Refused(this HttpResponseMessage reply, Contract contract, AccessFault fault) =>
        reply.Refused(contract, contract.Denial(fault).Code);
}
