using Postmobile.Money;

namespace Postmobile.Api.Problems;

/// <summary>Ways to say no: each makes a problem of RFC 9457 with a stable code, in the caller's language.</summary>
public static class Problem
{
    /// <summary>A refusal by its code; the status is the code's own unless another is given.</summary>
    public static ProblemResult Refuse(string code, int? status = null) => new(ProblemCatalog.Find(code), status);

    /// <summary>The ledger's refusal, with the limit or the quote that explains it.</summary>
    public static ProblemResult Refuse(Refusal refusal)
    {
        ProblemResult problem = Refuse(refusal.StableCode);
        problem = refusal.Limit is { } limit ? problem.With("limit", limit) : problem;
        problem = refusal.Quote is { } quote ? problem.With("quote", quote) : problem;
        return refusal.Code is RefusalCode.InProgress or RefusalCode.OutcomeUnknown or RefusalCode.LedgerUnavailable ? problem.RetryAfter(seconds: 1) : problem;
    }

    /// <summary>The ledger's refusal by its code alone.</summary>
    public static ProblemResult Refuse(RefusalCode code) => Refuse(new Refusal(code));

    /// <summary>A field that cannot be accepted.</summary>
    public static ProblemResult InvalidField(string field, string code = "invalid_field") => Refuse(code).WithError(field);

    /// <summary>Writes a refusal at once, for middleware that has no result to return.</summary>
    public static Task Refuse(HttpContext http, string code, int? status = null, params ReadOnlySpan<(string Name, object Value)> extensions)
    {
        ProblemResult problem = Refuse(code, status);
        foreach ((string name, object value) in extensions)
        {
            problem = problem.With(name, value);
        }

        return problem.ExecuteAsync(http);
    }
}

/// <summary>
/// Thrown by what reads a request (binders, body readers) when it cannot be what the endpoint takes. It never crosses
/// a grain call: refusals of grains are values.
/// </summary>
public sealed class RefusedRequestException(string code) : BadHttpRequestException(code, ProblemCatalog.Find(code).Status)
{
    /// <summary>The stable code.</summary>
    public string Code { get; } = code;
}
