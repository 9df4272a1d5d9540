using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;

namespace SneakerCheck.Checks;

/// <summary>Adds or replaces a shoe model.</summary>
public sealed class PutShoeModel(Gate<PutShoeModel> gate, Catalogue catalogue)
{
    /// <summary>201 if it is new, else 200.</summary>
    [Function(nameof(PutShoeModel))]
    [Access<ChecksContract>(Access.Operator)]
    [EndpointSummary("Add or change a shoe model (operators)")]
    [Tags("Operators")]
    [Consumes(typeof(ShoeModel), "application/json")]
    [ProducesResponseType<ShoeModel>(StatusCodes.Status200OK)]
    [ProducesResponseType<ShoeModel>(StatusCodes.Status201Created)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/shoe_models/{shoe_model}")] HttpRequest request,
        string shoe_model,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller _) =>
        {
            var model = await RequestBody.ReadJson(request, TaskJson.Wire.ShoeModel, cancellation);
            if (!Catalogue.IsName(shoe_model) || model.Id != shoe_model)
                throw Refusal.Field("id", "must be the name in the path: 1 to 64 characters of a–z, 0–9, dot, hyphen, underscore.");
            if (model.Title is not { Zh: not null, En: not null })
                throw Refusal.Field("title", "must have zh and en.");
            if (model.Brand is null)
                throw Refusal.Field("brand", "is required.");
            if (model.Views?.Values.All(IsChange) == false)
                throw Refusal.Field("views", "must be changes by view id. Texts need zh and en, and outlines must exist.");
            var isNew = await catalogue.Put(model, cancellation);
            return Results.Json(
                model, TaskJson.Wire.ShoeModel, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
        });

    private static bool IsChange(ViewChange? change) =>
        change is not null
        && change.Title is null or { Zh: not null, En: not null }
        && change.Hint is null or { Zh: not null, En: not null }
        && (change.Outline is null || Catalogue.HasOutline(change.Outline));
}
