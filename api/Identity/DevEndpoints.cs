using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Problems;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>Development only: SMS to read, and accounts to try.</summary>
internal static class DevEndpoints
{
    private const int SmsMax = 100;

    // For people's eyes: accents as letters.
    private static readonly JsonSerializerOptions Json = new(DevJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapDev(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder dev = app.MapGroup("/dev").AllowAnonymous().ExcludeFromDescription();
        dev.MapGet("/sms", Sms);
        dev.MapGet("/mail", Mail);
        dev.MapGet("/accounts", Accounts);
    }

    private static async Task<Results<JsonHttpResult<IReadOnlyList<DevSms>>, ProblemResult>> Sms(string? to, DevSmsOutbox outbox, CancellationToken cancellation)
    {
        PhoneNumber? phone = null;
        if (!string.IsNullOrEmpty(to))
        {
            // A plus sign that was not escaped arrives as a space.
            if (!PhoneNumber.TryParse(to[0] == ' ' ? "+" + to.Trim() : to, out PhoneNumber parsed))
            {
                return Problem.InvalidField("to", "invalid_phone");
            }

            phone = parsed;
        }

        return TypedResults.Json(await outbox.Read(phone, SmsMax, cancellation), Json);
    }

    private static async Task<Results<JsonHttpResult<IReadOnlyList<DevMail>>, ProblemResult>> Mail(string? to, DevSmsOutbox outbox, CancellationToken cancellation)
    {
        EmailAddress? address = null;
        if (!string.IsNullOrEmpty(to))
        {
            if (!EmailAddress.TryParse(to, out EmailAddress parsed))
            {
                return Problem.InvalidField("to", "invalid_email");
            }

            address = parsed;
        }

        return TypedResults.Json(await outbox.ReadMail(address, SmsMax, cancellation), Json);
    }

    private static async Task<JsonHttpResult<IEnumerable<DevAccount>>> Accounts(IGrainFactory grains)
    {
        IReadOnlyList<DemonstrationAccount> accounts = await grains.GetGrain<IDemonstrationGrain>(0).List();
        return TypedResults.Json(
            accounts.Select(account => new DevAccount(Principals.Word(account.Role), account.Name, account.Phone.E164, account.Pin, account.Balance)),
            Json);
    }
}

/// <summary>An account to try.</summary>
public sealed record DevAccount(string Role, string Name, string Phone, string Pin, long Balance);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<DevSms>))]
[JsonSerializable(typeof(IReadOnlyList<DevMail>))]
[JsonSerializable(typeof(IEnumerable<DevAccount>))]
internal sealed partial class DevJson : JsonSerializerContext;
