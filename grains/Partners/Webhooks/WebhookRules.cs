namespace Postmobile.Partners;

/// <summary>The pure rules of endpoints: what one may be, and when a message is tried again.</summary>
internal static class WebhookRules
{
    public const int PerOwner = 5;
    public const int WaitingMax = 1_000;
    public const int SeenMax = 2_000;
    public const int DataMax = 16_000;

    /// <summary>For how long the secret before still signs.</summary>
    public static readonly TimeSpan OldSecretLasts = TimeSpan.FromDays(1);

    // Standard Webhooks 1.0.0 recommends these waits between the tries.
    private static readonly TimeSpan[] s_waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>What is wrong with a wish, or null.</summary>
    /// <param name="wish">The wish.</param>
    /// <param name="trusted">Whether plain http and addresses within the house are allowed.</param>
    public static WebhookRefusal? Check(WebhookWish wish, bool trusted) =>
        !IsAddress(wish.Url, trusted) ? WebhookRefusal.Url
        : wish.Events.Count is 0 or > 50 || wish.Events.Any(name => name != "*" && !WebhookEvents.All.Contains(name)) ? WebhookRefusal.Events
        : wish.Description.Length > 100 || wish.Description.Any(char.IsControl) ? WebhookRefusal.Description
        : null;

    /// <summary>Whether the endpoint asked for events of this type; everybody gets the tests they ask for.</summary>
    public static bool Wants(WebhookWish wish, string type) => type == WebhookEvents.Test || wish.Events.Contains("*") || wish.Events.Contains(type);

    /// <summary>When to try again after so many tries, or null when it has been enough.</summary>
    /// <param name="tries">How many there were.</param>
    /// <param name="now">The time.</param>
    /// <param name="spread">Between 0 and 1: what a thousand messages to one sleeper are scattered by.</param>
    /// <param name="notBefore">What the receiver asked for; a day at most is granted.</param>
    public static DateTimeOffset? Next(int tries, DateTimeOffset now, double spread, DateTimeOffset? notBefore)
    {
        if (tries > s_waits.Length)
        {
            return null;
        }

        DateTimeOffset next = now + (s_waits[tries - 1] * (1 + (spread / 10)));
        return notBefore is { } wanted && wanted > next ? Earlier(wanted, now + TimeSpan.FromDays(1)) : next;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static bool IsAddress(string text, bool trusted) =>
        text.Length <= 2_000 && Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.UserInfo.Length == 0 && address.Host.Length > 0 && address.Fragment.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (trusted && address.Scheme == Uri.UriSchemeHttp));
}
