using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Api.Problems;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>Becoming a customer.</summary>
internal static class RegistrationEndpoints
{
    private const string KeyPrefix = "reg-";

    public static void MapRegistrations(this RouteGroupBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup("/registrations").AllowAnonymous().WithTags("Registration");
        group.MapPost("", Begin).RequireRateLimiting(RateLimits.Sms).WithName("createRegistration").WithSummary("Asks for a wallet; a code goes to the number by SMS.")
            .Refuses("invalid_phone", "invalid_name", "invalid_language", "pin_format", "pin_too_common");
        group.MapPost("/{id}/confirm", Confirm).RequireRateLimiting(RateLimits.SignIn).WithName("confirmRegistration").WithSummary("Proves the number with the code, and opens the wallet.")
            .Refuses("unknown_registration", "code_wrong", "code_expired", "number_taken", "ledger_pending");
        group.MapPost("/{id}/resend", Resend).RequireRateLimiting(RateLimits.Sms).WithName("resendRegistrationCode").WithSummary("Sends another code.")
            .Refuses("unknown_registration", "resend_too_soon", "resend_limit");
    }

    /// <summary>A key that nobody guesses: whoever has it may try codes.</summary>
    public static string NewKey() => KeyPrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public static bool IsKey(string id) =>
        id.Length == KeyPrefix.Length + 32 && id.StartsWith(KeyPrefix, StringComparison.Ordinal) && id.AsSpan(KeyPrefix.Length).IndexOfAnyExcept("0123456789abcdef") < 0;

    private static async Task<Results<Created<RegistrationView>, ProblemResult>> Begin(RegistrationBody body, HttpContext http, IGrainFactory grains, TimeProvider time)
    {
        if (!PhoneNumber.TryParse(body.Phone, out PhoneNumber phone))
        {
            return new IdentityRefusal(IdentityRefusalCode.InvalidPhone).ToProblem(time);
        }

        string id = NewKey();
        string language = body.Language ?? CallerLanguage.Of(http);
        var request = new RegistrationRequest { Phone = phone, Name = body.Name, Language = language, Pin = new Pin(body.Pin) };
        RegistrationOutcome outcome = await grains.GetGrain<IRegistrationGrain>(id).Begin(request);
        return outcome.Refusal is { } refusal
            ? refusal.ToProblem(time)
            : TypedResults.Created($"/api/v1/registrations/{id}", new RegistrationView(id, phone.E164, outcome.ExpiresAt, outcome.ResendAt));
    }

    private static async Task<Results<Ok<ConfirmedView>, ProblemResult>> Confirm(string id, CodeBody body, IGrainFactory grains, TimeProvider time)
    {
        if (!IsKey(id))
        {
            return new IdentityRefusal(IdentityRefusalCode.UnknownRegistration).ToProblem(time);
        }

        ConfirmationOutcome outcome = await grains.GetGrain<IRegistrationGrain>(id).Confirm(new OneTimeCode(body.Code));
        return outcome.Customer is { } customer
            ? TypedResults.Ok(new ConfirmedView(customer.Id.Value, customer.Phone?.E164 ?? "", customer.Name, customer.Wallet.Number))
            : outcome.Refusal!.ToProblem(time);
    }

    private static async Task<Results<Ok<RegistrationView>, ProblemResult>> Resend(string id, IGrainFactory grains, TimeProvider time)
    {
        RegistrationOutcome outcome = IsKey(id) ? await grains.GetGrain<IRegistrationGrain>(id).Resend() : IdentityRefusalCode.UnknownRegistration;
        return outcome.Refusal is { } refusal ? refusal.ToProblem(time) : TypedResults.Ok(new RegistrationView(id, null, outcome.ExpiresAt, outcome.ResendAt));
    }
}
