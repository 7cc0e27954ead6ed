namespace Postmobile.Partners;

/// <summary>What lies in an endpoint's document.</summary>
public sealed record WebhookState
{
    /// <summary>Whose; empty before it is made.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Who made it, and hears when it fails.</summary>
    public string By { get; init; } = "";

    /// <summary>Where and what.</summary>
    public WebhookWish? Wish { get; init; }

    /// <summary>How it stands.</summary>
    public WebhookStatus Status { get; init; }

    /// <summary>The secrets, newest first, each sealed with a key that is not in the database.</summary>
    public IReadOnlyList<SealedSecret> Secrets { get; init; } = [];

    /// <summary>What is still to be taken.</summary>
    public IReadOnlyList<WaitingMessage> Waiting { get; init; } = [];

    /// <summary>The ids of the last messages, so that none is taken on twice.</summary>
    public IReadOnlyList<string> Seen { get; init; } = [];

    /// <summary>When it was made.</summary>
    public long CreatedAtMs { get; init; }
}

/// <summary>A secret at rest.</summary>
/// <param name="Sealed">The sealed text.</param>
/// <param name="UntilMs">Until when it still signs; 0: for good.</param>
public sealed record SealedSecret(string Sealed, long UntilMs);

/// <summary>A message that was not taken yet.</summary>
/// <param name="Event">What it says.</param>
/// <param name="Tries">How many tries there were since it began to wait.</param>
/// <param name="Number">How many there were ever.</param>
/// <param name="NextAtMs">When the next one is due.</param>
/// <param name="OnItsWay">Whether a try is being made now.</param>
public sealed record WaitingMessage(WebhookEvent Event, int Tries, int Number, long NextAtMs, bool OnItsWay);
