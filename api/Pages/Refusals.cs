using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Problems;
using Postmobile.Api.Translations;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages;

/// <summary>
/// Says a refusal to a person: in the same words that the API uses, followed by what helps (how long to wait, how much is left).
/// </summary>
internal static class Refusals
{
    /// <summary>The ledger's refusal in words. Where the API points at members of its answer, the figures are said instead.</summary>
    public static string Words(this IStringLocalizer texts, Refusal refusal) => refusal switch
    {
        { Limit: { } limit } => $"{Title(refusal.StableCode)}. {Left(texts, limit)}",
        { Code: RefusalCode.QuoteChanged } => $"{Title(refusal.StableCode)}. {texts["refusal.requote"]}",
        { Code: RefusalCode.OutcomeUnknown or RefusalCode.InProgress } => texts["refusal.unknown"],
        _ => Words(refusal.StableCode),
    };

    /// <summary>The refusal of something about a person in words.</summary>
    public static string Words(this IStringLocalizer texts, IdentityRefusal refusal, DateTimeOffset now)
    {
        string words = Words(refusal.StableCode);
        if (refusal.RetryAt is { } retry && retry > now)
        {
            words = $"{words} {Wait(texts, retry - now)}";
        }

        return refusal.TriesLeft is { } tries and > 0 ? $"{words} {texts["refusal.tries", tries]}" : words;
    }

    /// <summary>Puts a refusal beside the field that it is about.</summary>
    public static void Refuse(this ModelStateDictionary state, string field, string words) => state.AddModelError(field, words);

    /// <summary>The refusal of an issue of e-money in words.</summary>
    public static string Words(FloatIssueRefusal refusal) => Words(JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString()));

    /// <summary>What a stable code means, in words.</summary>
    public static string Words(string code)
    {
        ProblemText text = ProblemCatalog.Find(code).In(Language.Current.Code);
        return $"{text.Title}. {text.Detail}";
    }

    private static string Title(string code) => ProblemCatalog.Find(code).In(Language.Current.Code).Title;

    private static string Left(IStringLocalizer texts, LimitLeft limit)
    {
        string left = texts["refusal.limit", texts["limit." + limit.Name], Say.Amount(limit.Left), Say.Amount(limit.Limit)];
        return limit.ResetsAt is { } resets ? $"{left} {texts["refusal.resets", Say.Moment(resets)]}" : left;
    }

    private static string Wait(IStringLocalizer texts, TimeSpan left) => left switch
    {
        { TotalSeconds: < 90 } => texts["refusal.wait-seconds", (int)Math.Ceiling(left.TotalSeconds)],
        { TotalMinutes: < 90 } => texts["refusal.wait-minutes", (int)Math.Ceiling(left.TotalMinutes)],
        _ => texts["refusal.wait-hours", (int)Math.Ceiling(left.TotalHours)],
    };
}
