using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Problems;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>The PIN: another one, a forgotten one, and entering it again before something grave.</summary>
internal static class PinEndpoints
{
    public static void MapPins(this RouteGroupBuilder api)
    {
        RouteGroupBuilder mine = api.MapGroup("").RequireAuthorization(Policies.Customer).RequireRateLimiting(RateLimits.SignIn).WithTags("PIN");
        mine.MapPost("/pin/change", Change).WithName("changePin").WithSummary("Changes the PIN; all other devices are signed out.")
            .Refuses("wrong_credentials", "locked", "pin_format", "pin_too_common", "same_pin");
        mine.MapPost("/step-up", StepUpNow).WithName("stepUp").WithSummary("Enters the PIN again: a proof for five minutes, to be sent in the header Step-Up.")
            .Refuses("wrong_credentials", "locked", "wallet_blocked");
        RouteGroupBuilder anyone = api.MapGroup("/pin/forgotten").AllowAnonymous().WithTags("PIN");
        anyone.MapPost("", Forgotten).RequireRateLimiting(RateLimits.Sms).WithName("forgotPin")
            .WithSummary("Sends a code for a new PIN, if the number is a customer's. The answer is the same if not.").Refuses("invalid_phone");
        anyone.MapPost("/confirm", Reset).RequireRateLimiting(RateLimits.SignIn).WithName("resetPin")
            .WithSummary("Sets a new PIN by code, from a device that this person has used, or after an operator's check of identity.")
            .Refuses("invalid_phone", "code_wrong", "code_expired", "pin_format", "pin_too_common", "identity_check_needed");
    }

    private static async Task<Results<NoContent, ProblemResult>> Change(PinChangeBody body, ClaimsPrincipal user, IGrainFactory grains, TimeProvider time) =>
        Answer(await grains.GetGrain<ICustomerGrain>(user.Customer().Value).ChangePin(new Pin(body.OldPin), new Pin(body.NewPin), user.Device()), time);

    private static async Task<Results<Ok<StepUpView>, ProblemResult>> StepUpNow(
        PinBody body, ClaimsPrincipal user, IGrainFactory grains, StepUp stepUp, TimeProvider time)
    {
        if (await grains.GetGrain<ICustomerGrain>(user.Customer().Value).Prove(new Pin(body.Pin)) is { } refusal)
        {
            return refusal.ToProblem(time);
        }

        (string proof, DateTimeOffset until) = stepUp.Issue(user);
        return TypedResults.Ok(new StepUpView(proof, until));
    }

    private static async Task<Results<Accepted, ProblemResult>> Forgotten(PhoneBody body, IGrainFactory grains, TimeProvider time)
    {
        if (!PhoneNumber.TryParse(body.Phone, out PhoneNumber phone))
        {
            return new IdentityRefusal(IdentityRefusalCode.InvalidPhone).ToProblem(time);
        }

        IPhoneGrain number = grains.GetGrain<IPhoneGrain>(phone.Key);
        if (await number.AdmitSms() is { } wait)
        {
            return wait.ToProblem(time);
        }

        // Whether anything was sent is not said: the answer would tell who is a customer.
        if (await number.Owner() is { } owner)
        {
            await grains.GetGrain<ICustomerGrain>(owner.Customer.Value).ForgotPin();
        }

        return TypedResults.Accepted((string?)null);
    }

    private static async Task<Results<NoContent, ProblemResult>> Reset(PinResetBody body, IGrainFactory grains, TimeProvider time)
    {
        if (!PhoneNumber.TryParse(body.Phone, out PhoneNumber phone))
        {
            return new IdentityRefusal(IdentityRefusalCode.InvalidPhone).ToProblem(time);
        }

        if (await grains.GetGrain<IPhoneGrain>(phone.Key).Owner() is not { } owner)
        {
            return new IdentityRefusal(IdentityRefusalCode.CodeExpired).ToProblem(time);
        }

        var device = new DeviceHello(body.DeviceId, null);
        return Answer(await grains.GetGrain<ICustomerGrain>(owner.Customer.Value).ResetPin(new OneTimeCode(body.Code), new Pin(body.NewPin), device), time);
    }

    internal static Results<NoContent, ProblemResult> Answer(IdentityRefusal? refusal, TimeProvider time) =>
        refusal is null ? TypedResults.NoContent() : refusal.ToProblem(time);
}
