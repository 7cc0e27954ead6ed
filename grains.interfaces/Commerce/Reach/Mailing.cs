using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Postmobile.Identity;

namespace Postmobile.Commerce;

/// <summary>How a message to followers stands.</summary>
public enum MailingStatus
{
    /// <summary>Waits for the post's review.</summary>
    Submitted,

    /// <summary>The post has said no.</summary>
    Refused,

    /// <summary>Approved; the money is being set aside, or the takings could not pay yet.</summary>
    Approved,

    /// <summary>Going out, in waves, by day.</summary>
    Sending,

    /// <summary>All have their answer; what was sent is being paid and the rest given back.</summary>
    Closing,

    /// <summary>Paid, and over.</summary>
    Done,

    /// <summary>The shop called it off before a message went out.</summary>
    Cancelled,
}

/// <summary>By which ways a message goes.</summary>
public enum MailingChannel
{
    /// <summary>By SMS.</summary>
    Sms,

    /// <summary>By e-mail.</summary>
    Email,

    /// <summary>By e-mail to those whom it reaches, else by SMS; never both to one person.</summary>
    Both,
}

/// <summary>What a shop wants to say.</summary>
/// <param name="Text">The SMS: at most 160 characters of the alphabet of GSM; empty when it goes by e-mail alone.</param>
/// <param name="Product">The product to which the link leads; null: the shop's page.</param>
[GenerateSerializer, Immutable, Alias("commerce.mailing-terms")]
public sealed record MailingTerms([property: Id(0)] string Text, [property: Id(1)] ProductId? Product)
{
    /// <summary>By which ways it goes.</summary>
    [Id(2)] public MailingChannel Channel { get; init; }

    /// <summary>The e-mail's subject, 1 to 100 characters.</summary>
    [Id(3)] public string Subject { get; init; } = "";

    /// <summary>The e-mail's text, 1 to 4,000 characters.</summary>
    [Id(4)] public string Body { get; init; } = "";

    /// <summary>The shop's sign or broad picture, at the head of the e-mail; null: none.</summary>
    [Id(5)] public string? Picture { get; init; }

    /// <summary>Products that the e-mail shows; six at most.</summary>
    [Id(6)] public IReadOnlyList<ProductId> Products { get; init; } = [];

    /// <summary>Whether some of it goes by SMS.</summary>
    public bool BySms => Channel is not MailingChannel.Email;

    /// <summary>Whether some of it goes by e-mail.</summary>
    public bool ByEmail => Channel is not MailingChannel.Sms;

    /// <summary>Whether it says the same.</summary>
    public bool Equals(MailingTerms? other) => other is not null
        && (Text, Product, Channel, Subject, Body, Picture) == (other.Text, other.Product, other.Channel, other.Subject, other.Body, other.Picture) && Products.SequenceEqual(other.Products);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Text, Product, Channel, Subject, Body, Picture, Products.Count);
}

/// <summary>What a message would cost, before anybody says yes.</summary>
/// <param name="Preview">The message as it arrives, with its link and the way to say no.</param>
/// <param name="Septets">How long that is.</param>
/// <param name="Segments">How many SMS that is, per person.</param>
/// <param name="Recipients">How many would get it.</param>
/// <param name="Price">Of one SMS, in XAF.</param>
[GenerateSerializer, Immutable, Alias("commerce.mailing-quote")]
public sealed record MailingQuote([property: Id(0)] string Preview, [property: Id(1)] int Septets, [property: Id(2)] int Segments, [property: Id(3)] long Recipients, [property: Id(4)] long Price)
{
    /// <summary>How many of the recipients get it by e-mail.</summary>
    [Id(5)] public long Emails { get; init; }

    /// <summary>Of one e-mail, in XAF.</summary>
    [Id(6)] public long EmailPrice { get; init; }

    /// <summary>How many get it by SMS.</summary>
    public long Sms => Recipients - Emails;

    /// <summary>The most that it costs: what is not sent is not paid.</summary>
    public long Cost => CostOf(Sms, Emails);

    /// <summary>What so many messages cost.</summary>
    public long CostOf(long sms, long emails) => (sms * Segments * Price) + (emails * EmailPrice);
}

/// <summary>What came of a message.</summary>
/// <param name="Waiting">Not sent yet.</param>
/// <param name="Sent">Taken by the gateway.</param>
/// <param name="Failed">Never taken.</param>
/// <param name="Unwanted">Withdrawn, heard from the shop meanwhile, or without a telephone: not sent and not paid.</param>
/// <param name="OptOuts">Who withdrew within seven days after it.</param>
/// <param name="Visits">How often its link was followed.</param>
/// <param name="Orders">Orders in the shop within seven days by people who got it.</param>
/// <param name="OrdersAmount">What these came to.</param>
[GenerateSerializer, Immutable, Alias("commerce.mailing-results")]
public sealed record MailingResults(
    [property: Id(0)] long Waiting, [property: Id(1)] long Sent, [property: Id(2)] long Failed, [property: Id(3)] long Unwanted, [property: Id(4)] long OptOuts, [property: Id(5)] long Visits,
    [property: Id(6)] long Orders, [property: Id(7)] long OrdersAmount)
{
    /// <summary>What of all this was e-mail; the rest was SMS.</summary>
    [Id(8)] public ChannelResults Emails { get; init; }

    /// <summary>What of all this was SMS.</summary>
    public ChannelResults Sms => new(Sent - Emails.Sent, Failed - Emails.Failed, Unwanted - Emails.Unwanted, OptOuts - Emails.OptOuts);
}

/// <summary>What came of a message by one way; the members are those of <see cref="MailingResults"/>.</summary>
[GenerateSerializer, Immutable, Alias("commerce.mailing-channel-results")]
public readonly record struct ChannelResults([property: Id(0)] long Sent, [property: Id(1)] long Failed, [property: Id(2)] long Unwanted, [property: Id(3)] long OptOuts);

/// <summary>A message to a shop's followers.</summary>
[GenerateSerializer, Immutable, Alias("commerce.mailing-view")]
public sealed record Mailing
{
    /// <summary>Its id: <c>mail-</c> and a number.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Whose.</summary>
    [Id(1)] public required ShopId Shop { get; init; }

    /// <summary>The shop's name.</summary>
    [Id(2)] public required string ShopName { get; init; }

    /// <summary>What it says.</summary>
    [Id(3)] public required MailingTerms Terms { get; init; }

    /// <summary>What was quoted when it was submitted; never exceeded.</summary>
    [Id(4)] public required MailingQuote Quote { get; init; }

    /// <summary>How it stands.</summary>
    [Id(5)] public required MailingStatus Status { get; init; }

    /// <summary>Why the post said no.</summary>
    [Id(6)] public string Reason { get; init; } = "";

    /// <summary>Why the takings have not paid: a stable code of the ledger; null when they have or were not asked.</summary>
    [Id(7)] public string? Halt { get; init; }

    /// <summary>When it goes on: the takings are asked again, or the day begins.</summary>
    [Id(8)] public DateTimeOffset? NextAt { get; init; }

    /// <summary>What is set aside.</summary>
    [Id(9)] public required long SetAside { get; init; }

    /// <summary>What was paid in the end.</summary>
    [Id(10)] public required long Paid { get; init; }

    /// <summary>When it was submitted.</summary>
    [Id(11)] public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>To how many it goes, once they are chosen.</summary>
    [Id(12)] public required long Chosen { get; init; }
}

/// <summary>Why nothing changed.</summary>
public enum MailingRefusal
{
    /// <summary><c>not_found</c>.</summary>
    NotFound,

    /// <summary><c>not_shop_staff</c>: only the owner and managers write to followers.</summary>
    NotShopStaff,

    /// <summary><c>mailing_text</c>: empty, or longer than 160 characters of GSM.</summary>
    Text,

    /// <summary><c>mailing_product</c>: no published product of the shop.</summary>
    Product,

    /// <summary><c>mailing_nobody</c>: nobody can be written to now.</summary>
    Nobody,

    /// <summary><c>mailing_quote_changed</c>: it would cost something else than was agreed; the outcome says what.</summary>
    QuoteChanged,

    /// <summary><c>campaign_no_takings</c>: the shop has no takings yet.</summary>
    NoTakings,

    /// <summary><c>mailing_unavailable</c>: this house has no public address for links yet.</summary>
    Unavailable,

    /// <summary><c>mailing_state</c>: not from the state that it is in.</summary>
    State,

    /// <summary><c>own_case</c>: nobody decides about a shop in which they work.</summary>
    OwnCase,

    /// <summary><c>reason_needed</c>.</summary>
    ReasonNeeded,

    /// <summary><c>idempotency_conflict</c>: submitted already, with other words.</summary>
    IdempotencyConflict,

    /// <summary><c>mailing_subject</c>: the e-mail's subject is empty, or longer than 100 characters.</summary>
    Subject,

    /// <summary><c>mailing_body</c>: the e-mail's text is empty, or longer than 4,000 characters.</summary>
    Body,

    /// <summary><c>mailing_picture</c>: not the shop's sign or broad picture.</summary>
    Picture,

    /// <summary><c>mailing_products</c>: more than six, one twice, or not published products of the shop.</summary>
    Products,

    /// <summary><c>email_unavailable</c>: this house sends no e-mail yet.</summary>
    EmailUnavailable,
}

/// <summary>What came of it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.mailing-outcome")]
public sealed record MailingOutcome
{
    /// <summary>The mailing as it is now.</summary>
    [Id(0)] public Mailing? Mailing { get; init; }

    /// <summary>Why nothing changed.</summary>
    [Id(1)] public MailingRefusal? Refusal { get; init; }

    /// <summary>What it would cost.</summary>
    [Id(2)] public MailingQuote? Quote { get; init; }

    /// <summary>It had been done before.</summary>
    [Id(3)] public bool Replayed { get; init; }

    /// <summary>The e-mail as it would arrive.</summary>
    [Id(4)] public Letter? Letter { get; init; }

    /// <summary>A refusal.</summary>
    public static implicit operator MailingOutcome(MailingRefusal refusal) => new() { Refusal = refusal };
}

/// <summary>Which step the ledger has answered. Between a mailing and its outbox only.</summary>
public enum MailingStep
{
    /// <summary>Setting aside.</summary>
    Hold,

    /// <summary>Paying what was sent, and giving back the rest.</summary>
    Charge,
}

/// <summary>Small things that everybody who deals with mailings must see in the same way.</summary>
public static class Mailings
{
    private const string Prefix = "mail-";

    /// <summary>How long after a message an order or a withdrawal is put down to it.</summary>
    public static readonly TimeSpan Attribution = TimeSpan.FromDays(7);

    /// <summary>The mailing of a number drawn from the sequence of shops and products.</summary>
    public static string Key(long number) => Prefix + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Its number; null when the text is no such id.</summary>
    public static long? Number([NotNullWhen(true)] string? id) =>
        id is { Length: > 5 and < 20 } && id.StartsWith(Prefix, StringComparison.Ordinal) && id[5] != '0'
        && long.TryParse(id.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
