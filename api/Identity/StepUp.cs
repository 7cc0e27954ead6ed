using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Postmobile.Api.Money;
using Postmobile.Identity;

namespace Postmobile.Api.Identity;

/// <summary>
/// The proof that the person themselves is there: the PIN was entered within five minutes, on this device, in this session. A
/// program shows it in the header <c>Step-Up</c>, a page in a cookie; a sign-in that has just happened is a proof in itself.
/// </summary>
public sealed class StepUp(IDataProtectionProvider protection, TimeProvider time) : IStepUp
{
    /// <summary>How long a proof is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>The header.</summary>
    public const string Header = "Step-Up";

    /// <summary>The cookie.</summary>
    public const string Cookie = "postmobile.step-up";

    private readonly IDataProtector protector = protection.CreateProtector("Postmobile.StepUp");

    /// <summary>A proof for whoever this is, from now on. Only after <see cref="ICustomerGrain.Prove"/> has agreed.</summary>
    public (string Proof, DateTimeOffset ExpiresAt) Issue(ClaimsPrincipal user)
    {
        DateTimeOffset until = time.GetUtcNow() + Life;
        return (protector.Protect($"{until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}|{Session(user)}"), until);
    }

    /// <inheritdoc />
    public bool IsProven(HttpContext http) =>
        SignedInJustNow(http.User)
        || IsProof(http.Request.Headers[Header].ToString(), http.User)
        || (http.User.Identity?.AuthenticationType == AuthSchemes.Cookie && IsProof(http.Request.Cookies[Cookie] ?? "", http.User));

    private bool SignedInJustNow(ClaimsPrincipal user) =>
        long.TryParse(user.FindFirstValue(ClaimNames.PinAt), NumberStyles.None, CultureInfo.InvariantCulture, out long at)
        && time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(at) < Life;

    private bool IsProof(string proof, ClaimsPrincipal user)
    {
        if (proof.Length == 0)
        {
            return false;
        }

        try
        {
            string[] parts = protector.Unprotect(proof).Split('|', 2);
            return parts[1] == Session(user) && time.GetUtcNow().ToUnixTimeSeconds() < long.Parse(parts[0], CultureInfo.InvariantCulture);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string Session(ClaimsPrincipal user) =>
        $"{user.FindFirstValue(ClaimNames.Subject)}|{user.FindFirstValue(ClaimNames.Device)}|{user.FindFirstValue(ClaimNames.SessionVersion)}";
}
