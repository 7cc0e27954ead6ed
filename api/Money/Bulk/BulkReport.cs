using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Sends the report on a batch's lines, as they are read.</summary>
public static class BulkReport
{
    private const int LinesAtOnce = 5_000;

    /// <summary>The report as a file to keep.</summary>
    public static PushStreamHttpResult Of(BulkBatch batch, BulkLineFilter filter, string language, IGrainFactory grains) => TypedResults.Stream(
        stream => Write(stream, batch.Id, filter, language, grains), "text/csv; charset=utf-8", $"{batch.Id[..13]}-{filter.ToString().ToLowerInvariant()}.csv");

    /// <summary>The stable code of a refusal.</summary>
    public static string CodeOf(BulkRefusal refusal) => refusal switch
    {
        BulkRefusal.NotFound => "not_found",
        BulkRefusal.MemoInvalid => "memo_invalid",
        BulkRefusal.IdempotencyConflict => "idempotency_conflict",
        BulkRefusal.InProgress => "in_progress",
        BulkRefusal.SameOperator => "same_operator",
        BulkRefusal.QuoteChanged => "quote_changed",
        BulkRefusal.Ledger => "internal_error",
        _ => "bulk_" + JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString()),
    };

    private static async Task Write(Stream stream, string id, BulkLineFilter filter, string language, IGrainFactory grains)
    {
        await using StreamWriter writer = new(stream, leaveOpen: true);
        await writer.WriteAsync(BulkCsv.Heading(language));
        IBulkPaymentsGrain batches = grains.GetGrain<IBulkPaymentsGrain>(0);
        for (int after = 0; ;)
        {
            IReadOnlyList<BulkLine> lines = await batches.Lines(id, filter, after, LinesAtOnce);
            foreach (BulkLine line in lines)
            {
                await writer.WriteAsync(BulkCsv.Line(line, language));
            }

            await writer.FlushAsync();
            if (lines.Count < LinesAtOnce)
            {
                return;
            }

            after = lines[^1].Number;
        }
    }
}
