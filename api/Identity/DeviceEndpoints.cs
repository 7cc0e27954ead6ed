using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Problems;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>Where one is signed in, and ending it.</summary>
internal static class DeviceEndpoints
{
    public static void MapDevices(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("").RequireAuthorization(Policies.Customer).WithTags("Devices");
        group.MapGet("/profile", Profile).WithName("getProfile").WithSummary("Who I am here.");
        group.MapPut("/profile", SetProfile).WithName("setProfile").WithSummary("Changes name and language.").Refuses("invalid_name", "invalid_language", "ledger_pending");
        group.MapGet("/devices", List).WithName("listDevices").WithSummary("Devices from which this person has signed in, last seen first.");
        group.MapDelete("/devices/{id}", Remove).WithName("removeDevice").WithSummary("Forgets a device and ends its sessions.").Refuses("unknown_device");
        group.MapPost("/sign-out-everywhere", SignOutEverywhere).WithName("signOutEverywhere").WithSummary("Ends every session on every device.");
    }

    private static async Task<Ok<ProfileView>> Profile(ClaimsPrincipal user, IGrainFactory grains) =>
        TypedResults.Ok(ProfileView.Of((await Me(user, grains).Look())!));

    private static async Task<Results<NoContent, ProblemResult>> SetProfile(ProfileBody body, ClaimsPrincipal user, IGrainFactory grains, TimeProvider time) =>
        PinEndpoints.Answer(await Me(user, grains).SetProfile(body.Name, body.Language), time);

    private static async Task<Ok<DevicesView>> List(ClaimsPrincipal user, IGrainFactory grains)
    {
        string here = user.Device();
        IReadOnlyList<DeviceView> devices = await Me(user, grains).Devices();
        return TypedResults.Ok(new DevicesView(
            [.. devices.Select(device => new DeviceLine(device.Id, device.Name, device.FirstSeenAt, device.LastSeenAt, device.Id == here))]));
    }

    private static async Task<Results<NoContent, ProblemResult>> Remove(string id, ClaimsPrincipal user, IGrainFactory grains, TimeProvider time) =>
        PinEndpoints.Answer(await Me(user, grains).RemoveDevice(id), time);

    private static async Task<NoContent> SignOutEverywhere(ClaimsPrincipal user, IGrainFactory grains)
    {
        await Me(user, grains).SignOutEverywhere();
        return TypedResults.NoContent();
    }

    private static ICustomerGrain Me(ClaimsPrincipal user, IGrainFactory grains) => grains.GetGrain<ICustomerGrain>(user.Customer().Value);
}
