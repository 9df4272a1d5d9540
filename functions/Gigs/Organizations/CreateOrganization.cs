using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.Errors;
using SneakerCheck.Platform.Http;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs.Organizations;

/// <summary>Creates an organization, which the caller owns (seed 003: 组织创建).</summary>
public sealed class CreateOrganization(Gate<CreateOrganization> gate, OrganizationStore organizations)
{
    /// <summary>201 with the id; 409 if another organization has the name.</summary>
    [Function(nameof(CreateOrganization))]
    [Access<GigsContract>(Access.Owner)]
    [EndpointSummary("Create an organization")]
    [Tags("Organizations")]
    [Refuses("name_taken", "too_many_organizations", "try_again")]
    [Consumes(typeof(CreateOrganizationRequest), "application/json")]
    [ResponseHeader("Location", StatusCodes.Status201Created)]
    [ProducesResponseType<CreatedOrganization>(StatusCodes.Status201Created)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = GigsRoutes.Organizations)] HttpRequest request,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var body = await RequestBody.ReadJson(request, OrganizationWire.Json.CreateOrganizationRequest, cancellation);
            var organization = await organizations.Create(
                caller.Id,
                OrganizationWire.Name(body.Name) ?? throw Refusal.Field("name", "is required."),
                OrganizationWire.Bio(body.Bio) ?? "",
                cancellation);
            request.HttpContext.Response.Headers.Location = GigsRoutes.OrganizationOf(caller.Id, organization.Id);
            return Results.Json(
                new CreatedOrganization(organization.Id.ToString(CultureInfo.InvariantCulture)),
                OrganizationWire.Json.CreatedOrganization,
                statusCode: StatusCodes.Status201Created);
        });
}
