using Postmobile.Api.Money;
using Postmobile.Audit;

namespace Postmobile.Api.Audit;

/// <summary>The record as a file, and what may be asked of it.</summary>
internal static class AuditFiles
{
    private const int LinesPerPage = 200;

    /// <summary>Which acts; empty texts do not filter, both days are with it. Null when a day is none.</summary>
    public static AuditFilter? Filter(string? actor, string? name, string? subject, string? from, string? to) =>
        Days.TryRead(from, out DateOnly? first) && Days.TryRead(to, out DateOnly? last)
            ? new AuditFilter(
                Text(actor), Text(name), Text(subject),
                first is { } begin ? PaperDates.Start(begin) : null,
                last is { } end ? PaperDates.Start(end.AddDays(1)) : null)
            : null;

    /// <summary>All acts that the filter lets through, newest first.</summary>
    public static CsvFile Csv(IGrainFactory grains, AuditFilter filter) => new("journal-des-actes.csv", () => Rows(grains.GetGrain<IAuditGrain>(0), filter));

    // The names of columns are those of the API: programs read this file, and auditors years later.
    private static async IAsyncEnumerable<IReadOnlyList<object?>> Rows(IAuditGrain audit, AuditFilter filter)
    {
        yield return ["number", "at", "actor", "act", "subject", "detail", "digest"];
        long? before = null;
        do
        {
            AuditPage page = await audit.List(filter, LinesPerPage, before);
            foreach (AuditLine line in page.Lines)
            {
                yield return [line.Number, line.Act.At, line.Act.Actor, line.Act.Name, line.Act.Subject, line.Act.Detail, line.Digest];
            }

            before = page.Before;
        }
        while (before is not null);
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
