using System.Diagnostics.CodeAnalysis;
using MimeKit;

namespace Postmobile.Identity;

/// <summary>An e-mail address (RFC 5321), with its domain in small letters and in ASCII.</summary>
[GenerateSerializer, Immutable, Alias("identity.email-address")]
public readonly record struct EmailAddress([property: Id(0)] string Value)
{
    private const int LengthMax = 254, LocalMax = 64;

    private static readonly ParserOptions s_strict = new()
    {
        AddressParserComplianceMode = RfcComplianceMode.Strict, AllowAddressesWithoutDomain = false, AllowUnquotedCommasInAddresses = false,
    };

    /// <summary>What two writings of the same address have in common. No mailbox that one meets tells capitals apart.</summary>
    public string Key => Value.ToLowerInvariant();

    /// <summary>The address with most of its first part hidden.</summary>
    public string Masked => Value is null ? "" : $"{Value[..1]}•••{Value[Value.LastIndexOf('@')..]}";

    /// <summary>Reads an address as people write it: alone, without a name, of a domain on the Internet.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out EmailAddress address)
    {
        address = default;
        string written = text?.Trim() ?? "";
        if (written.Length is 0 or > LengthMax || written.Any(letter => letter is < '!' or '<' or '>' or '"' or '(' or '[')
            || !MailboxAddress.TryParse(s_strict, written, out MailboxAddress? mailbox) || mailbox.Address != written || mailbox.Route.Count > 0)
        {
            return false;
        }

        string encoded = MailboxAddress.EncodeAddrspec(written);
        int at = encoded.LastIndexOf('@');
        string local = encoded[..at], domain = encoded[(at + 1)..].ToLowerInvariant();
        if (local.Length is 0 or > LocalMax || encoded.Length > LengthMax || !local.All(char.IsAscii)
            || Uri.CheckHostName(domain) is not UriHostNameType.Dns || !domain.Contains('.', StringComparison.Ordinal) || domain[^1] == '.')
        {
            return false;
        }

        address = new EmailAddress($"{local}@{domain}");
        return true;
    }

    /// <summary>Masked: an address in full is asked for by name, so that it does not end in a log by accident.</summary>
    public override string ToString() => Masked;
}

/// <summary>How a person's e-mail stands. For that person alone.</summary>
[GenerateSerializer, Immutable, Alias("identity.email-view")]
public sealed record EmailView
{
    /// <summary>The confirmed address; null when there is none.</summary>
    [Id(0)] public EmailAddress? Address { get; init; }

    /// <summary>When it was confirmed.</summary>
    [Id(1)] public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>The address's own server has said that there is no such mailbox: nothing is sent there any more.</summary>
    [Id(2)] public bool Undeliverable { get; init; }

    /// <summary>An address to which a code was sent.</summary>
    [Id(3)] public EmailAddress? Pending { get; init; }

    /// <summary>The code could not be delivered there.</summary>
    [Id(4)] public bool PendingRefused { get; init; }

    /// <summary>Whether this house sends e-mail at all.</summary>
    [Id(5)] public required bool Available { get; init; }

    /// <summary>Whether mail reaches this person.</summary>
    public bool IsReachable => Available && Address is not null && !Undeliverable;
}

/// <summary>One e-mail before it is addressed. It does not print itself: it can hold a code.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Text">For readers of plain text.</param>
/// <param name="Html">The same in HTML; null when there is none.</param>
/// <param name="Unsubscribe">The address by which one says no with one click (RFC 8058); null when this is no circular.</param>
[GenerateSerializer, Immutable, Alias("identity.letter")]
public sealed record Letter([property: Id(0)] string Subject, [property: Id(1)] string Text, [property: Id(2)] string? Html = null, [property: Id(3)] string? Unsubscribe = null)
{
    /// <inheritdoc />
    public override string ToString() => "a letter";
}

/// <summary>What became of an e-mail.</summary>
public enum MailFate
{
    /// <summary>A mail server has it.</summary>
    Sent,

    /// <summary>Not taken, or nobody knows: the same again is recognisable by its Message-ID.</summary>
    NotTaken,

    /// <summary>Refused for good, for what it says or for whom it is from.</summary>
    Refused,

    /// <summary>Refused for good, because there is no such mailbox.</summary>
    NoMailbox,

    /// <summary>The person has no confirmed address, or it is dead.</summary>
    NoAddress,
}

/// <summary>One mailbox, whoever says that it is theirs. Keyed by a keyed digest of the address, so that no address lies here.</summary>
[Alias("identity.mailbox"), GrainInterfaceType("identity.mailbox")]
public interface IMailboxGrain : IGrainWithStringKey
{
    /// <summary>Whether another code may go there; whoever asks, the same count.</summary>
    /// <returns>Null, or too_many_requests.</returns>
    [Alias("admit-code")]
    Task<IdentityRefusal?> AdmitCode();

    /// <summary>Its server has said that it does not exist.</summary>
    [Alias("bury")]
    Task Bury();

    /// <summary>Somebody has read a code there.</summary>
    [Alias("revive")]
    Task Revive();

    /// <summary>Since when it is known not to exist; null when it may.</summary>
    [Alias("dead-since")]
    Task<DateTimeOffset?> DeadSince();
}
