using System.Globalization;

namespace Postmobile.Money;

/// <summary>The last line of a statement's page: its place in the order (period, moment, transfer).</summary>
internal sealed record StatementCursor(int Period, DateTimeOffset At, TransferId Transfer)
{
    public override string ToString() => $"{Period}.{EventCursor.Write(At)}.{Transfer}";

    public static StatementCursor? Read(string? text)
    {
        string[] parts = text?.Split('.') ?? [];
        return parts.Length == 3
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int period)
            && EventCursor.ReadMoment(parts[1]) is { } at
            && TransferId.TryParse(parts[2], out TransferId transfer)
                ? new StatementCursor(period, at, transfer)
                : null;
    }
}
