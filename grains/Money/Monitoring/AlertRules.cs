namespace Postmobile.Money;

/// <summary>What becomes of an alert: pure.</summary>
internal static class AlertRules
{
    private const int TextMin = 3;
    private const int TextMax = 1_000;

    /// <summary>The alert with this finding; null when it changes nothing.</summary>
    public static AlertState? Raise(AlertState state, Finding finding, DateTimeOffset now)
    {
        if (state.Finding is null)
        {
            return new AlertState { Finding = finding, RaisedAtMs = now.ToUnixTimeMilliseconds(), Status = AlertStatus.Open };
        }

        bool stronger = (finding.Count, finding.Amount).CompareTo((state.Finding.Count, state.Finding.Amount)) > 0;
        return state.Status is AlertStatus.Open && stronger ? state with { Finding = finding } : null;
    }

    /// <summary>A line more on the trail, open or closed.</summary>
    public static (AlertState? Next, AlertRefusal? Refusal) Note(AlertState state, string by, string key, string text, DateTimeOffset now)
    {
        if (Refuse(state, by, text) is { } refusal)
        {
            return (null, refusal);
        }

        string id = $"{by} {key}";
        return state.Notes.FirstOrDefault(note => note.Id == id) is { } known
            ? (null, known.Text == text.Trim() ? null : AlertRefusal.IdempotencyConflict)
            : (state with { Notes = [.. state.Notes, new AlertNote(id, by, now, text.Trim())] }, null);
    }

    /// <summary>The end of it.</summary>
    public static (AlertState? Next, AlertRefusal? Refusal) Close(AlertState state, string by, string reason, DateTimeOffset now) =>
        Refuse(state, by, reason) is { } refusal ? (null, refusal)
        : state.Status is AlertStatus.Closed ? (null, state.ClosedBy == by ? null : AlertRefusal.AlreadyDecided)
        : (state with { Status = AlertStatus.Closed, ClosedBy = by, ClosedAt = now, Reason = reason.Trim() }, null);

    private static AlertRefusal? Refuse(AlertState state, string by, string text) =>
        state.Finding is not { } finding ? AlertRefusal.NotFound
        : finding.Owner == by ? AlertRefusal.OwnCase
        : text.Trim() is not { Length: >= TextMin and <= TextMax } clean || clean.Any(c => char.IsControl(c) && c is not ('\n' or '\r')) ? AlertRefusal.ReasonNeeded
        : null;
}
