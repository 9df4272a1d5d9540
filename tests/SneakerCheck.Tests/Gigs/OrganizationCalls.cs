using SneakerCheck.Tests.Calls;

namespace SneakerCheck.Tests.Gigs;

/// <summary>A valid call of each function of organizations.</summary>
internal static class OrganizationCalls
{
    public static Call[] Table { get; } =
    [
        new("AddMember", 201)
        {
            Body = (_, values) => new { email = values.GetValueOrDefault("email", "nobody@example.com"), status = "member" },
            Fresh = async subject => new()
            {
                ["organization_id"] = $"{(await subject.Gigs().NewOrganization()).Id}",
                ["email"] = await (await GigsClient.Create(subject.Host)).GainEmail(subject.Host),
            },
        },
        new("AddOrganizationPhoto", 200) { SendsPhoto = true },
        new("ChangeMember", 200) { Body = (_, _) => new { status = "member" } },
        new("ChangeOrganization", 200) { Body = (_, _) => new { bio = "another bio" } },
        new("CreateOrganization", 201) { Body = (_, _) => new { name = GigsClient.NewName(), bio = "bio" } },
        new("DeleteOrganization", 200)
        {
            Fresh = async subject => new() { ["organization_id"] = $"{(await subject.Gigs().NewOrganization()).Id}" },
        },
        new("GetOrganization", 200) { NamesWhatIsPublic = true },
        new("GetOrganizationBalance", 200),
        new("GetOrganizationPhoto", 302) { NamesWhatIsPublic = true },
        new("ListOrganizations", 200) { Bound = "100 an account: OrganizationLimitsTests" },
        new("RemoveMember", 200)
        {
            Fresh = async subject =>
            {
                var organization = await subject.Gigs().NewOrganization();
                return new()
                {
                    ["organization_id"] = $"{organization.Id}",
                    ["member_id"] = $"{(await organization.Join(subject.Host)).Id}",
                };
            },
        },
    ];
}
