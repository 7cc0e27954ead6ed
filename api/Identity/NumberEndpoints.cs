using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Problems;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>Changing the number and keeping the wallet.</summary>
internal static class NumberEndpoints
{
    public static void MapNumbers(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/number/change").RequireAuthorization(Policies.Customer).WithTags("Number");
        group.MapPost("", Begin).RequireRateLimiting(RateLimits.Sms).WithName("changeNumber").WithSummary("Sends a code to the new number; needs the PIN.")
            .Refuses("invalid_phone", "wrong_credentials", "locked", "same_number", "resend_too_soon");
        group.MapPost("/confirm", Confirm).RequireRateLimiting(RateLimits.SignIn).WithName("confirmNumber").WithSummary("Proves the new number. The wallet stays; the old number gives nothing any more.")
            .Refuses("no_change_pending", "code_wrong", "code_expired", "number_taken");
    }

    private static async Task<Results<Accepted, ProblemResult>> Begin(NumberBody body, ClaimsPrincipal user, IGrainFactory grains, TimeProvider time)
    {
        if (!PhoneNumber.TryParse(body.Phone, out PhoneNumber phone))
        {
            return new IdentityRefusal(IdentityRefusalCode.InvalidPhone).ToProblem(time);
        }

        IdentityRefusal? refusal = await grains.GetGrain<IPhoneGrain>(phone.Key).AdmitSms()
            ?? await grains.GetGrain<ICustomerGrain>(user.Customer().Value).ChangeNumber(phone, new Pin(body.Pin));
        return refusal is null ? TypedResults.Accepted((string?)null) : refusal.ToProblem(time);
    }

    private static async Task<Results<NoContent, ProblemResult>> Confirm(CodeBody body, ClaimsPrincipal user, IGrainFactory grains, TimeProvider time) =>
        PinEndpoints.Answer(await grains.GetGrain<ICustomerGrain>(user.Customer().Value).ConfirmNumber(new OneTimeCode(body.Code)), time);
}
