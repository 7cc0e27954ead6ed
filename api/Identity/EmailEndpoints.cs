using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Problems;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>A person's e-mail address: optional, and worth something only once a code that was sent there has come back.</summary>
internal static class EmailEndpoints
{
    public static void MapEmails(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/email").RequireAuthorization(Policies.Customer).WithTags("Email");
        group.MapGet("", Find).WithName("getEmail").WithSummary("One's own e-mail address and how it stands.");
        group.MapPost("", Begin).RequireRateLimiting(RateLimits.Sms).WithName("beginEmail").WithSummary("Sends a code to an address. The answer is the same whether others have it or not.")
            .Refuses("invalid_email", "email_unavailable", "resend_too_soon", "too_many_requests");
        group.MapPost("/confirm", Confirm).RequireRateLimiting(RateLimits.SignIn).WithName("confirmEmail").WithSummary("Proves the address.")
            .Refuses("no_change_pending", "code_wrong", "code_expired");
        group.MapDelete("", Remove).RequireRateLimiting(RateLimits.SignIn).WithName("removeEmail").WithSummary("Forgets the address.");
    }

    private static async Task<Ok<EmailAnswer>> Find(ClaimsPrincipal user, IGrainFactory grains) => TypedResults.Ok(EmailAnswer.Of(await Customer(user, grains).Email()));

    private static async Task<Results<Accepted, ProblemResult>> Begin(EmailBody body, ClaimsPrincipal user, IGrainFactory grains, TimeProvider time)
    {
        IdentityRefusal? refusal = EmailAddress.TryParse(body.Email, out EmailAddress address) ? await Customer(user, grains).BeginEmail(address) : IdentityRefusalCode.InvalidEmail;
        return refusal is null ? TypedResults.Accepted((string?)null) : refusal.ToProblem(time);
    }

    private static async Task<Results<NoContent, ProblemResult>> Confirm(CodeBody body, ClaimsPrincipal user, IGrainFactory grains, TimeProvider time) =>
        PinEndpoints.Answer(await Customer(user, grains).ConfirmEmail(new OneTimeCode(body.Code)), time);

    private static async Task<NoContent> Remove(ClaimsPrincipal user, IGrainFactory grains)
    {
        await Customer(user, grains).RemoveEmail();
        return TypedResults.NoContent();
    }

    private static ICustomerGrain Customer(ClaimsPrincipal user, IGrainFactory grains) => grains.GetGrain<ICustomerGrain>(user.Customer().Value);
}

/// <summary>An address to confirm.</summary>
public sealed record EmailBody([property: Description("The address alone, without a name.")] string Email);

/// <summary>How one's own e-mail stands.</summary>
public sealed record EmailAnswer(
    [property: Description("The confirmed address; null when there is none.")] string? Email, DateTimeOffset? ConfirmedAt,
    [property: Description("Its server has said that there is no such mailbox: nothing is sent there any more.")] bool Undeliverable,
    [property: Description("An address to which a code was sent.")] string? Pending, [property: Description("The code could not be delivered there.")] bool PendingRefused,
    [property: Description("Whether this house sends e-mail.")] bool Available)
{
    /// <summary>The outside's view.</summary>
    internal static EmailAnswer Of(EmailView one) => new(one.Address?.Value, one.ConfirmedAt, one.Undeliverable, one.Pending?.Value, one.PendingRefused, one.Available);
}
