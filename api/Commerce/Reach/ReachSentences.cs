using System.Text.Json;
using Postmobile.Api.Problems;
using Postmobile.Commerce;
using Postmobile.Identity;

namespace Postmobile.Api.Commerce;

/// <summary>Small things that endpoints and pages of this part share.</summary>
internal static class ReachSentences
{
    /// <summary>The document of a person and a shop; null when the text is no shop.</summary>
    public static IFollowGrain? Follow(this IGrainFactory grains, string? shop, CustomerId person) =>
        ShopId.TryParse(shop, out ShopId id) ? grains.GetGrain<IFollowGrain>(Follows.Key(id, person)) : null;

    /// <summary>A mailing; null when the text is none.</summary>
    public static IMailingGrain? Mailing(this IGrainFactory grains, string? id) => Mailings.Number(id) is null ? null : grains.GetGrain<IMailingGrain>(id!);

    /// <summary>The mailing that a shop makes with this key: always the same one.</summary>
    public static async Task<IMailingGrain> DrawMailing(this IGrainFactory grains, ShopId shop, string key) =>
        grains.GetGrain<IMailingGrain>(Mailings.Key(await grains.GetGrain<IShopsGrain>(0).Draw($"{shop} mailing", key)));

    /// <summary>The programme of referrals.</summary>
    public static IReferralProgramGrain ReferralProgram(this IGrainFactory grains) => grains.GetGrain<IReferralProgramGrain>(Referrals.Program);

    /// <summary>The stable code.</summary>
    public static string Code(this FollowRefusal refusal) => JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString());

    /// <summary>The stable code.</summary>
    public static string Code(this MailingRefusal refusal) => refusal switch
    {
        MailingRefusal.NotFound => "not_found",
        MailingRefusal.NotShopStaff => "not_shop_staff",
        MailingRefusal.Text => "mailing_text",
        MailingRefusal.Product => "mailing_product",
        MailingRefusal.Nobody => "mailing_nobody",
        MailingRefusal.QuoteChanged => "mailing_quote_changed",
        MailingRefusal.NoTakings => "campaign_no_takings",
        MailingRefusal.Unavailable => "mailing_unavailable",
        MailingRefusal.State => "mailing_state",
        MailingRefusal.OwnCase => "own_case",
        MailingRefusal.ReasonNeeded => "reason_needed",
        MailingRefusal.IdempotencyConflict => "idempotency_conflict",
        MailingRefusal.EmailUnavailable => "email_unavailable",
        MailingRefusal.Subject or MailingRefusal.Body or MailingRefusal.Picture or MailingRefusal.Products => "mailing_" + JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString()),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };

    /// <summary>What was wrong of what was written.</summary>
    public static string Field(this MailingRefusal refusal) => JsonNamingPolicy.CamelCase.ConvertName(refusal.ToString());

    /// <summary>The stable code.</summary>
    public static string Code(this ReferralRefusal refusal) => refusal switch
    {
        ReferralRefusal.InvalidField => "invalid_field",
        ReferralRefusal.SecondOperator => "second_operator_needed",
        ReferralRefusal.NotFound => "not_found",
        _ => "referral_" + JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal.ToString()),
    };

    /// <summary>The refusal, with the quote that explains it.</summary>
    public static ProblemResult ToProblem(this MailingOutcome outcome)
    {
        ProblemResult problem = outcome.Refusal is MailingRefusal.Text or MailingRefusal.Subject or MailingRefusal.Body or MailingRefusal.Picture or MailingRefusal.Products
            ? Problem.InvalidField(outcome.Refusal.Value.Field(), outcome.Refusal.Value.Code())
            : Problem.Refuse(outcome.Refusal!.Value.Code());
        return outcome.Quote is { } quote ? problem.With("quote", MailingQuoteView.Of(quote)) : problem;
    }
}
