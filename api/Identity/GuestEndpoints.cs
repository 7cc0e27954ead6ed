using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Postmobile.Api.Hosting;
using Postmobile.Api.Problems;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>Who wants to buy without an account. Language is that of the request when left out.</summary>
public sealed record GuestBody(string Phone, string? Language = null);

/// <summary>A guest who waits for a code.</summary>
public sealed record GuestEntryView(string Id, DateTimeOffset ExpiresAt, DateTimeOffset ResendAt);

/// <summary>A guest's token, for carts, checkouts, orders, returns and disputes.</summary>
public sealed record GuestTokenView(string AccessToken, string TokenType, long ExpiresIn)
{
    /// <inheritdoc />
    public override string ToString() => nameof(GuestTokenView);
}

/// <summary>Buying without an account: a number, a code, a token.</summary>
internal static class GuestEndpoints
{
    private const string KeyPrefix = "gst-";

    public static void MapGuests(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/guests").AllowAnonymous().WithTags("Guests");
        group.MapPost("", Begin).RequireRateLimiting(RateLimits.Sms).WithName("createGuest").WithSummary("To buy without an account: a code goes to the number by SMS.")
            .Refuses("invalid_phone", "invalid_language", "too_many_requests");
        group.MapPost("/{id}/resend", Resend).RequireRateLimiting(RateLimits.Sms).WithName("resendGuestCode").WithSummary("Sends another code.")
            .Refuses("unknown_registration", "resend_too_soon", "resend_limit", "too_many_requests");
        group.MapPost("/{id}/confirm", Confirm).RequireRateLimiting(RateLimits.SignIn).WithName("confirmGuest").WithSummary("Proves the number with the code; the token is good for buying, and for nothing else.")
            .Refuses("unknown_registration", "code_wrong", "code_expired", "number_taken");
    }

    /// <summary>A key that nobody guesses: whoever has it may try codes.</summary>
    public static string NewKey() => KeyPrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The entry's grain; null when the text is no key.</summary>
    public static IGuestEntryGrain? Entry(IGrainFactory grains, string id) =>
        id.Length == KeyPrefix.Length + 32 && id.StartsWith(KeyPrefix, StringComparison.Ordinal) && id.AsSpan(KeyPrefix.Length).IndexOfAnyExcept("0123456789abcdef") < 0
            ? grains.GetGrain<IGuestEntryGrain>(id) : null;

    private static async Task<Results<Created<GuestEntryView>, ProblemResult>> Begin(GuestBody body, HttpContext http, IGrainFactory grains, TimeProvider time)
    {
        if (!PhoneNumber.TryParse(body.Phone, out PhoneNumber phone))
        {
            return new IdentityRefusal(IdentityRefusalCode.InvalidPhone).ToProblem(time);
        }

        string id = NewKey();
        RegistrationOutcome outcome = await grains.GetGrain<IGuestEntryGrain>(id).Begin(phone, body.Language ?? CallerLanguage.Of(http));
        return outcome.Refusal is { } refusal ? refusal.ToProblem(time) : TypedResults.Created($"/api/v1/guests/{id}", new GuestEntryView(id, outcome.ExpiresAt, outcome.ResendAt));
    }

    private static async Task<Results<Ok<GuestEntryView>, ProblemResult>> Resend(string id, IGrainFactory grains, TimeProvider time)
    {
        RegistrationOutcome outcome = Entry(grains, id) is { } entry ? await entry.Resend() : IdentityRefusalCode.UnknownRegistration;
        return outcome.Refusal is { } refusal ? refusal.ToProblem(time) : TypedResults.Ok(new GuestEntryView(id, outcome.ExpiresAt, outcome.ResendAt));
    }

    private static async Task<Results<Ok<GuestTokenView>, ProblemResult>> Confirm(
        string id, CodeBody body, IGrainFactory grains, IOptionsMonitor<BearerTokenOptions> tokens, TimeProvider time)
    {
        GuestOutcome outcome = Entry(grains, id) is { } entry ? await entry.Confirm(new OneTimeCode(body.Code)) : IdentityRefusalCode.UnknownRegistration;
        if (outcome.Guest is not { } guest)
        {
            return outcome.Refusal!.ToProblem(time);
        }

        (string token, long seconds) = tokens.Token(guest, time);
        return TypedResults.Ok(new GuestTokenView(token, "Bearer", seconds));
    }
}
