using Orleans.Concurrency;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>
/// One message of a shop to those of its followers who agreed. Keyed by <see cref="Mailings.Key"/>. Reviewed by the post, set aside in the
/// takings, sent by day, and paid for what was really sent.
/// </summary>
[Alias("commerce.mailing-grain"), GrainInterfaceType("commerce.mailing-grain")]
public interface IMailingGrain : IGrainWithStringKey
{
    /// <summary>Hands it in for review. The same again succeeds.</summary>
    /// <param name="shop">Whose.</param>
    /// <param name="terms">What it says.</param>
    /// <param name="agreed">The cost that was shown.</param>
    /// <param name="by">The shop's owner or a manager.</param>
    /// <returns>The mailing; or not_found, not_shop_staff, mailing_text, mailing_product, mailing_nobody, mailing_quote_changed, campaign_no_takings, mailing_unavailable, idempotency_conflict, mailing_subject, mailing_body, mailing_picture, mailing_products, email_unavailable.</returns>
    [Alias("submit")]
    Task<MailingOutcome> Submit(ShopId shop, MailingTerms terms, long agreed, CustomerId by);

    /// <summary>The shop calls it off before the first message goes out. Again succeeds.</summary>
    /// <returns>The mailing; or not_found, not_shop_staff, mailing_state.</returns>
    [Alias("cancel")]
    Task<MailingOutcome> Cancel(ShopId shop, CustomerId by);

    /// <summary>The post lets it out. Again succeeds.</summary>
    /// <returns>The mailing; or not_found, mailing_state, own_case.</returns>
    [Alias("approve")]
    Task<MailingOutcome> Approve(CustomerId by);

    /// <summary>The post says no. Again succeeds.</summary>
    /// <returns>The mailing; or not_found, mailing_state, own_case, reason_needed.</returns>
    [Alias("refuse")]
    Task<MailingOutcome> Refuse(CustomerId by, string? reason);

    /// <summary>The mailing; null when there is none.</summary>
    [AlwaysInterleave, Alias("look")]
    Task<Mailing?> Look();

    /// <summary>The e-mail as it was handed in, for whoever reviews it; null when it is none.</summary>
    [AlwaysInterleave, Alias("letter")]
    Task<Letter?> Letter();

    /// <summary>Between outbox and mailing only: what the ledger answered.</summary>
    [Alias("settle")]
    Task Settle(MailingStep step, TransferOutcome outcome);
}

/// <summary>Quotes and lists mailings. Key 0.</summary>
[Alias("commerce.mailings"), GrainInterfaceType("commerce.mailings")]
public interface IMailingsGrain : IGrainWithIntegerKey
{
    /// <summary>What a message of a shop would look like and cost now.</summary>
    /// <returns>The quote; or not_found, mailing_text, mailing_unavailable, mailing_subject, mailing_body, mailing_picture, mailing_products, email_unavailable.</returns>
    [Alias("quote")]
    Task<MailingOutcome> Quote(ShopId shop, MailingTerms terms);

    /// <summary>Whether messages may go by e-mail here, and what one costs, in XAF.</summary>
    [Alias("email-price")]
    Task<long?> EmailPrice();

    /// <summary>A shop's mailings, newest first; the last 100.</summary>
    [Alias("of")]
    Task<IReadOnlyList<Mailing>> Of(ShopId shop);

    /// <summary>What waits for the post's review, oldest first; the first 100.</summary>
    [Alias("queue")]
    Task<IReadOnlyList<Mailing>> Queue();

    /// <summary>What came of one so far.</summary>
    [Alias("results")]
    Task<MailingResults> Results(string mailing);
}
