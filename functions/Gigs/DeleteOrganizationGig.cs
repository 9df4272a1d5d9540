using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using SneakerCheck.Accounts;
using SneakerCheck.Gigs.Money;
using SneakerCheck.Gigs.Organizations;
using SneakerCheck.Platform.Contracts;
using SneakerCheck.Platform.OpenApi;

namespace SneakerCheck.Gigs;

/// <summary>Deletes a gig of an organization (seed 003: 组织删除任务), by its owner or an admin.</summary>
public sealed class DeleteOrganizationGig(
    Gate<DeleteOrganizationGig> gate, OrganizationStore organizations, GigPublishing publishing, GigReplies replies)
{
    /// <summary>200 with the gig as it was; what is left in its escrow returns.</summary>
    [Function(nameof(DeleteOrganizationGig))]
    [Access<GigsContract>(Access.Owner, HidesFromOthers = true)]
    [EndpointSummary("Delete a gig of an organization")]
    [Tags("Gigs")]
    [Refuses(OrganizationStore.NotPermitted, "at_work", "try_again")]
    [ProducesResponseType<GigBody>(StatusCodes.Status200OK)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = GigsRoutes.Organization + "/tasks/{task_id:long}")]
        HttpRequest request,
        string organization_id,
        string task_id,
        CancellationToken cancellation) =>
        gate.Run(request, async (Caller caller) =>
        {
            var id = await organizations.RequireManager(organization_id, caller.Id, cancellation);
            var gig = await publishing.Delete(LedgerAccount.Organization(id), caller.Id, GigStore.IdOf(task_id), cancellation);
            return await replies.One(gig, cancellation);
        });
}
