namespace Postmobile.Commerce;

/// <summary>What lies in the document of a person and a shop. Times are milliseconds since 1970 UTC, so that SQL can compare them.</summary>
public sealed record FollowState
{
    /// <summary>The shop's id.</summary>
    public string Shop { get; init; } = "";

    /// <summary>The person's id.</summary>
    public string Person { get; init; } = "";

    /// <summary>Whether they follow it.</summary>
    public bool Following { get; init; }

    /// <summary>Since when.</summary>
    public long SinceMs { get; init; }

    /// <summary>Whether a consent to SMS stands.</summary>
    public bool Agreed { get; init; }

    /// <summary>Whether a consent to e-mail stands.</summary>
    public bool EmailAgreed { get; init; }

    /// <summary>All consents to either, oldest first.</summary>
    public IReadOnlyList<FollowConsent> Consents { get; init; } = [];

    /// <summary>The secret of the link in SMS that ends the consent; empty until the first consent.</summary>
    public string Token { get; init; } = "";

    /// <summary>The same in e-mail.</summary>
    public string EmailToken { get; init; } = "";

    /// <summary>When the shop last wrote.</summary>
    public long HeardAtMs { get; init; }

    /// <summary>With which mailing.</summary>
    public string HeardFrom { get; init; } = "";

    /// <summary>Whether the gateway took it.</summary>
    public bool HeardTaken { get; init; }

    /// <summary>What stood in <see cref="HeardAtMs"/> before the last mailing, should that one never go out.</summary>
    public long BeforeAtMs { get; init; }

    /// <summary>The mailing after which the consent ended; empty when none came shortly before.</summary>
    public string EndedAfter { get; init; } = "";
}
