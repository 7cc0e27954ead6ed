namespace Postmobile.Money;

/// <summary>The kinds of movement that are unusual.</summary>
public enum MonitoringRule
{
    /// <summary>Many transfers within a short time.</summary>
    Velocity,

    /// <summary>Several amounts just under a limit within a day.</summary>
    Structuring,

    /// <summary>What came in goes out again at once.</summary>
    PassThrough,
}

/// <summary>Where an alert stands.</summary>
public enum AlertStatus
{
    /// <summary>Waits for an operator.</summary>
    Open,

    /// <summary>Looked into, and done with.</summary>
    Closed,
}

/// <summary>What a rule saw on an account.</summary>
[GenerateSerializer, Immutable, Alias("money.finding")]
public sealed record Finding
{
    /// <summary>Which rule.</summary>
    [Id(0)] public required MonitoringRule Rule { get; init; }

    /// <summary>On which account.</summary>
    [Id(1)] public required AccountId Account { get; init; }

    /// <summary>Whose it is: a customer's id.</summary>
    [Id(2)] public required string Owner { get; init; }

    /// <summary>Their name.</summary>
    [Id(3)] public required string OwnerName { get; init; }

    /// <summary>The last movement that belongs to it.</summary>
    [Id(4)] public required DateTimeOffset At { get; init; }

    /// <summary>How many movements.</summary>
    [Id(5)] public required int Count { get; init; }

    /// <summary>What they come to, in minor units.</summary>
    [Id(6)] public required long Amount { get; init; }

    /// <summary>The limit under which they stay, or what came in before; 0 where neither.</summary>
    [Id(7)] public long Against { get; init; }
}

/// <summary>A line of the trail: who noted what, when.</summary>
[GenerateSerializer, Immutable, Alias("money.alert-note")]
public sealed record AlertNote(
    [property: Id(0)] string Id,
    [property: Id(1)] string By,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string Text);

/// <summary>An alert as it stands.</summary>
[GenerateSerializer, Immutable, Alias("money.alert-view")]
public sealed record Alert
{
    /// <summary>Its id, <c>ma-…</c>: a rule, an account, a day.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What was seen; the strongest of the day.</summary>
    [Id(1)] public required Finding Finding { get; init; }

    /// <summary>When it was seen first.</summary>
    [Id(2)] public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(3)] public required AlertStatus Status { get; init; }

    /// <summary>The trail, oldest first.</summary>
    [Id(4)] public required IReadOnlyList<AlertNote> Notes { get; init; }

    /// <summary>Who closed it.</summary>
    [Id(5)] public string? ClosedBy { get; init; }

    /// <summary>When.</summary>
    [Id(6)] public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Why.</summary>
    [Id(7)] public string? Reason { get; init; }
}

/// <summary>Why nothing came of something about an alert.</summary>
public enum AlertRefusal
{
    /// <summary><c>not_found</c>: there is no such alert.</summary>
    NotFound,

    /// <summary><c>already_decided</c>: it is closed.</summary>
    AlreadyDecided,

    /// <summary><c>reason_needed</c>: a text of 3 to 1,000 characters must be given.</summary>
    ReasonNeeded,

    /// <summary><c>own_case</c>: nobody decides about themselves.</summary>
    OwnCase,

    /// <summary><c>idempotency_conflict</c>: the key was used for another note.</summary>
    IdempotencyConflict,
}

/// <summary>The alert, or why not.</summary>
[GenerateSerializer, Immutable, Alias("money.alert-outcome")]
public readonly record struct AlertOutcome([property: Id(0)] Alert? Alert, [property: Id(1)] AlertRefusal? Refusal)
{
    /// <summary>A refusal.</summary>
    public static implicit operator AlertOutcome(AlertRefusal refusal) => new(null, refusal);
}

/// <summary>Some alerts: the open ones oldest first, closed ones newest first.</summary>
[GenerateSerializer, Immutable, Alias("money.alert-page")]
public sealed record AlertPage([property: Id(0)] IReadOnlyList<Alert> Alerts, [property: Id(1)] string? NextCursor);

/// <summary>One alert. Keyed by <see cref="Alerts.Key"/>.</summary>
[Alias("money.alert"), GrainInterfaceType("money.alert")]
public interface IAlertGrain : IGrainWithStringKey
{
    /// <summary>Notes what a rule saw; a stronger finding of the same day takes the place of a weaker one, a closed alert stays as it is.</summary>
    [Alias("raise")]
    Task Raise(Finding finding);

    /// <summary>The alert; null when never raised.</summary>
    [Alias("look")]
    Task<Alert?> Look();

    /// <summary>Adds to the trail. The same key with the same text changes nothing.</summary>
    /// <returns>The alert; or not_found, reason_needed, own_case, idempotency_conflict.</returns>
    [Alias("note")]
    Task<AlertOutcome> Note(string by, string key, string text);

    /// <summary>Closes it with a reason. The same operator closing again succeeds.</summary>
    /// <returns>The alert; or not_found, already_decided, reason_needed, own_case.</returns>
    [Alias("close")]
    Task<AlertOutcome> Close(string by, string reason);
}

/// <summary>The alerts, for the operators' queue. Key 0.</summary>
[Alias("money.alerts"), GrainInterfaceType("money.alerts")]
public interface IAlertsGrain : IGrainWithIntegerKey
{
    /// <summary>A page.</summary>
    [Alias("list")]
    Task<AlertPage> List(AlertStatus status, int limit, string? cursor);
}

/// <summary>Looks over the postings again and again, and remembers how far it is. One in the cluster: key <see cref="Alerts.Monitor"/>.</summary>
[Alias("money.monitor"), GrainInterfaceType("money.monitor")]
public interface IMonitorGrain : IGrainWithStringKey
{
    /// <summary>Begins, when it has not begun.</summary>
    [Alias("start")]
    Task Start();

    /// <summary>Looks at once instead of in a while.</summary>
    /// <returns>Up to which moment everything has been looked at.</returns>
    [Alias("scan")]
    Task<DateTimeOffset> Scan();
}

/// <summary>Names of alerts.</summary>
public static class Alerts
{
    /// <summary>The key of the one monitor.</summary>
    public const string Monitor = "m-postings";

    /// <summary>The key of the alert of a rule on an account on a day of Brazzaville.</summary>
    public static string Key(MonitoringRule rule, AccountId account, DateOnly day) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"ma-{(int)rule}-{account.Value}-{day:yyyyMMdd}");

    /// <summary>Whether a text has the form of such a key.</summary>
    public static bool IsKey(string text) => text.Length is > 6 and < 40 && text.StartsWith("ma-", StringComparison.Ordinal) && !text.AsSpan(3).ContainsAnyExcept("0123456789-");
}
