using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Postmobile.Api.Hosting;
using Postmobile.Api.Money;
using Postmobile.Api.Problems;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Commerce;

/// <summary>Gateways that bring us SMS, part of the section <c>Sms</c>.</summary>
public sealed class InboundSmsOptions
{
    /// <summary>By the name that their address has: <c>/sms/{name}</c>.</summary>
    public Dictionary<string, InboundSmsGateway> InboundGateways { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    internal static bool AreSound(InboundSmsOptions options) => options.InboundGateways.Values.All(gateway =>
        gateway.Secret.Length >= UssdOptions.SecretMin && gateway.Addresses.All(address => IPNetwork.TryParse(address, out _) || IPAddress.TryParse(address, out _)));
}

/// <summary>One gateway, and how we know it.</summary>
public sealed class InboundSmsGateway
{
    /// <summary>What it shows us: in the header <c>X-Sms-Secret</c>, or as the last part of its address where it can send no header.</summary>
    public string Secret { get; set; } = "";

    /// <summary>The addresses or networks that it asks from; empty for any.</summary>
    public string[] Addresses { get; set; } = [];

    internal bool Admits(IPAddress? from) => new UssdGateway { Addresses = Addresses }.Admits(from);
}

/// <summary>
/// Where a gateway hands over an SMS that people wrote to us: <c>from, to, text, id</c> in the query or in a form, as Kannel's
/// <c>sms-service</c> does with <c>get-url</c> or a form. The answer is empty, because Kannel would send it back.
/// </summary>
public static class InboundSms
{
    /// <summary>The header in which a gateway shows its secret.</summary>
    public const string SecretHeader = "X-Sms-Secret";

    private const int TextMax = 2_000;

    /// <summary>Reads the gateways from the configuration; one that is not sound stops the start.</summary>
    public static void AddInboundSms(this WebApplicationBuilder builder) => builder.Services.AddOptions<InboundSmsOptions>().BindConfiguration("Sms")
        .Validate(InboundSmsOptions.AreSound, $"Sms:InboundGateways: each needs a secret of {UssdOptions.SecretMin} characters or more, and addresses that are some.")
        .ValidateOnStart();

    /// <summary>Maps <c>/sms</c>.</summary>
    public static void MapInboundSms(this WebApplication app)
    {
        RouteGroupBuilder sms = app.MapGroup("/sms").AllowAnonymous().DisableAntiforgery().RequireRateLimiting(RateLimits.Gateway).ExcludeFromDescription();
        sms.MapMethods("/{gateway}", ["GET", "POST"], (string gateway, HttpContext http) => Take(gateway, http.Request.Headers[SecretHeader].ToString(), http));
        sms.MapMethods("/{gateway}/{secret}", ["GET", "POST"], Take);
    }

    private static async Task<IResult> Take(string gateway, string secret, HttpContext http)
    {
        InboundSmsOptions options = http.RequestServices.GetRequiredService<IOptions<InboundSmsOptions>>().Value;
        if (!options.InboundGateways.TryGetValue(gateway, out InboundSmsGateway? known))
        {
            return Problem.Refuse("not_found");
        }

        if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), SHA256.HashData(Encoding.UTF8.GetBytes(known.Secret))))
        {
            return Problem.Refuse("unauthenticated");
        }

        return known.Admits(http.Connection.RemoteIpAddress) ? await Hand(gateway.ToLowerInvariant(), http) : Problem.Refuse("forbidden");
    }

    private static async Task<IResult> Hand(string gateway, HttpContext http)
    {
        IFormCollection? form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : null;
        string Field(string name) => (form is not null && form.ContainsKey(name) ? form[name] : http.Request.Query[name]).ToString();
        (string id, string text) = (Field("id"), Field("text"));
        if (!UssdDialects.IsId(id) || text.Length > TextMax || !UssdDialects.TryReadPhone(Field("from"), out PhoneNumber phone))
        {
            return Problem.Refuse("bad_request");
        }

        // Nobody knows us by this number: there is nothing to keep, and nothing to say.
        IGrainFactory grains = http.RequestServices.GetRequiredService<IGrainFactory>();
        if (await grains.GetGrain<IPhoneGrain>(phone.Key).Owner() is not null)
        {
            await grains.GetGrain<IKeywordGrain>(phone.Key).Receive($"{gateway}/{id}", text);
        }

        return Results.Text("");
    }
}
