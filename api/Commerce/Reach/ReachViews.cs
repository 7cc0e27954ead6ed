using System.ComponentModel;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>Which words a person agreed to.</summary>
public sealed record ConsentBody([property: Description("The version of the words that were shown, as GET says.")] string Version);

/// <summary>A consent, and how it ended.</summary>
public sealed record ConsentView(string Version, DateTimeOffset At, DateTimeOffset? EndedAt, ConsentEnd? EndedBy, MessageChannel Channel);

/// <summary>A shop that a person follows.</summary>
public sealed record FollowView(
    string Shop, string ShopName, bool Following, DateTimeOffset? Since, bool WantsMessages, IReadOnlyList<ConsentView> Consents, [property: Description("The version of today's words about SMS.")] string ConsentVersion,
    bool WantsEmails, [property: Description("The version of today's words about e-mail.")] string EmailConsentVersion)
{
    /// <summary>The outside's view.</summary>
    public static FollowView Of(Follow one) => new(
        one.Shop.Value, one.ShopName, one.Following, one.Since, one.WantsMessages, [.. one.Consents.Select(consent => new ConsentView(consent.Version, consent.At, consent.EndedAt, consent.EndedBy, consent.Channel))],
        Postmobile.Commerce.Consents.Version, one.WantsEmails, Postmobile.Commerce.Consents.EmailVersion);

}

/// <summary>The shops that a person follows.</summary>
public sealed record FollowListView(IReadOnlyList<FollowView> Shops);

/// <summary>How many follow a shop.</summary>
public sealed record FollowersView(long Followers);

/// <summary>What a shop wants to say to its followers.</summary>
public sealed record MailingBody(
    [property: Description("The SMS: at most 160 characters of the alphabet of GSM; other letters become their neighbours. Not needed for e-mail alone.")] string? Text = null,
    [property: Description("A published product to which the link leads; without it the shop's page.")] string? Product = null,
    [property: Description("The cost that the quote said, in XAF; when it is another now, nothing happens.")] long Cost = 0,
    [property: Description("sms, email, or both: by e-mail to those whom it reaches, else by SMS.")] MailingChannel Channel = MailingChannel.Sms,
    [property: Description("The e-mail's subject, 1 to 100 characters.")] string? Subject = null,
    [property: Description("The e-mail's text, 1 to 4,000 characters.")] string? Body = null,
    [property: Description("The shop's sign or broad picture, at the head of the e-mail.")] string? Picture = null,
    [property: Description("Published products of the shop that the e-mail shows; six at most.")] IReadOnlyList<string>? Products = null);

/// <summary>What a message costs.</summary>
public sealed record MailingQuoteView(
    string Preview, int Characters, int Segments, long Recipients, [property: Description("Of one SMS, in XAF.")] long Price, long Cost,
    [property: Description("How many of the recipients get it by e-mail.")] long Emails, [property: Description("Of one e-mail, in XAF.")] long EmailPrice,
    [property: Description("The e-mail in plain text, in a quote.")] string? EmailText)
{
    /// <summary>The outside's view.</summary>
    public static MailingQuoteView Of(MailingQuote quote, string? emailText = null) =>
        new(quote.Preview, quote.Septets, quote.Segments, quote.Recipients, quote.Price, quote.Cost, quote.Emails, quote.EmailPrice, emailText);
}

/// <summary>What came of a message.</summary>
public sealed record MailingResultsView(
    long Waiting, long Sent, long Failed, long Unwanted, long OptOuts, long Visits, long Orders, long OrdersAmount, ChannelResultsView Sms, ChannelResultsView Email)
{
    /// <summary>The outside's view.</summary>
    public static MailingResultsView Of(MailingResults one) => new(
        one.Waiting, one.Sent, one.Failed, one.Unwanted, one.OptOuts, one.Visits, one.Orders, one.OrdersAmount, ChannelResultsView.Of(one.Sms), ChannelResultsView.Of(one.Emails));
}

/// <summary>What came of it by one way.</summary>
public sealed record ChannelResultsView(long Sent, long Failed, long Unwanted, long OptOuts)
{
    /// <summary>The outside's view.</summary>
    public static ChannelResultsView Of(ChannelResults one) => new(one.Sent, one.Failed, one.Unwanted, one.OptOuts);
}

/// <summary>A message to followers.</summary>
public sealed record MailingView(
    string Id, string Shop, string ShopName, string Text, string? Product, MailingQuoteView Quote, MailingStatus Status, string? Reason, string? Halt, DateTimeOffset? NextAt, long Chosen, long SetAside,
    long Paid, DateTimeOffset SubmittedAt, MailingResultsView? Results, MailingChannel Channel, string? Subject, string? Body, string? Picture, IReadOnlyList<string> Products)
{
    /// <summary>The outside's view.</summary>
    public static MailingView Of(Mailing one, MailingResults? results = null) => new(
        one.Id, one.Shop.Value, one.ShopName, one.Terms.Text, one.Terms.Product?.Value, MailingQuoteView.Of(one.Quote), one.Status, one.Reason.Length > 0 ? one.Reason : null, one.Halt, one.NextAt,
        one.Chosen, one.SetAside, one.Paid, one.SubmittedAt, results is null ? null : MailingResultsView.Of(results), one.Terms.Channel, one.Terms.ByEmail ? one.Terms.Subject : null,
        one.Terms.ByEmail ? one.Terms.Body : null, one.Terms.Picture, [.. one.Terms.Products.Select(product => product.Value)]);
}

/// <summary>Messages of a shop, or those that wait.</summary>
public sealed record MailingListView(IReadOnlyList<MailingView> Mailings);

/// <summary>Why.</summary>
public sealed record MailingReasonBody([property: Description("3 to 300 characters, for the shop.")] string? Reason);

/// <summary>Short links by which a page is shared, and its picture.</summary>
public sealed record ShareView(string Url, string Picture, [property: Description("By channel: whatsApp, facebook, sms, copy, phone.")] IReadOnlyDictionary<string, string> Links);

/// <summary>By whose code one came.</summary>
public sealed record ReferralClaimBody([property: Description("Eight letters and digits.")] string Code);

/// <summary>What referrals bring.</summary>
public sealed record ReferralTermsBody(long Referrer, long Invitee, long Minimum, int PersonMax, long Budget)
{
    /// <summary>What it says.</summary>
    public ReferralTerms Read() => new() { Referrer = Referrer, Invitee = Invitee, Minimum = Minimum, PersonMax = PersonMax, Budget = Budget };

    /// <summary>The outside's view.</summary>
    public static ReferralTermsBody? Of(ReferralTerms? terms) => terms is null ? null : new(terms.Referrer, terms.Invitee, terms.Minimum, terms.PersonMax, terms.Budget);
}

/// <summary>How referrals stand.</summary>
public sealed record ReferralProgramView(ReferralTermsBody? Terms, ReferralTermsBody? Proposed, string? ProposedBy, long Promised, long Rewarded)
{
    /// <summary>The outside's view.</summary>
    public static ReferralProgramView Of(ReferralProgram one) =>
        new(ReferralTermsBody.Of(one.Terms), ReferralTermsBody.Of(one.Proposed), one.ProposedBy?.Value, one.Promised, one.Rewarded);
}

/// <summary>Somebody who came by a person's code; who it was stays theirs.</summary>
public sealed record ReferralLineView(DateTimeOffset At, ReferralStatus Status, DateTimeOffset? DueAt, long Earned, string? Why);

/// <summary>A person's code and what it has brought.</summary>
public sealed record ReferralView(
    string Code, string Link, [property: Description("What it brings; null while there are no rewards.")] ReferralTermsBody? Terms, long Earned, IReadOnlyList<ReferralLineView> Invited,
    [property: Description("By whose code this person came; null when by nobody's.")] ReferralLineView? Came);
