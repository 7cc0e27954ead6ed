using System.Globalization;
using System.Security.Claims;
using Postmobile.Api.Identity;

namespace Postmobile.Api.Money;

/// <summary>Whether the person themselves is there: who took the telephone does not know the PIN.</summary>
public interface IStepUp
{
    /// <summary>Whether this request proves that the PIN was entered on this device within the last minutes.</summary>
    bool IsProven(HttpContext http);
}

/// <summary>Believes the token or cookie: it says when the PIN was entered for this session.</summary>
internal sealed class SessionStepUp(TimeProvider time) : IStepUp
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public bool IsProven(HttpContext http) =>
        long.TryParse(http.User.FindFirstValue(ClaimNames.PinAt), NumberStyles.None, CultureInfo.InvariantCulture, out long at)
        && time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(at) < Life;
}
