using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Postmobile.Api.Problems;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Turns what the ledger answered into what HTTP says.</summary>
internal static class Answers
{
    /// <summary>Says that a receipt is of an earlier, equal request.</summary>
    public const string ReplayedHeader = "Idempotent-Replayed";

    /// <summary>201 with the receipt, first or replayed; or the refusal.</summary>
    public static Results<Created<ReceiptView>, ProblemResult> Paid(HttpContext http, in TransferOutcome outcome)
    {
        if (outcome.Receipt is not { } receipt)
        {
            return Problem.Refuse(outcome.Refusal!);
        }

        MarkReplay(http, outcome.Replayed);
        ReceiptView view = ReceiptView.Of(receipt);
        return TypedResults.Created(TransferEndpoints.Path + view.Id, view);
    }

    /// <summary>Sets the header on a replayed answer.</summary>
    public static void MarkReplay(HttpContext http, bool replayed)
    {
        if (replayed)
        {
            http.Response.Headers[ReplayedHeader] = "true";
        }
    }

    /// <summary>200 with a strong ETag, or 304 when the caller has it already.</summary>
    public static Results<Ok<T>, StatusCodeHttpResult, ProblemResult> Versioned<T>(HttpContext http, string version, T value)
    {
        string tag = $"\"{version}\"";
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "private, no-cache";
        foreach (string? known in http.Request.Headers.IfNoneMatch)
        {
            if (known is "*" || (EntityTagHeaderValue.TryParseList([known ?? ""], out var tags) && tags.Any(one => one.Tag == tag)))
            {
                return TypedResults.StatusCode(StatusCodes.Status304NotModified);
            }
        }

        return TypedResults.Ok(value);
    }
}
