namespace Postmobile.Identity;

/// <summary>One SMS, ready to go. Its text can hold a code: it is never logged.</summary>
/// <param name="Id">The same at each attempt.</param>
/// <param name="To">E.164.</param>
/// <param name="Text">The words.</param>
public sealed record SmsMessage(string Id, string To, string Text)
{
    /// <inheritdoc />
    public override string ToString() => $"SMS {Id}";
}

/// <summary>Where SMS leave the house.</summary>
public interface ISmsGateway
{
    /// <summary>Hands messages over. What is not accepted now comes back and is tried again by the caller.</summary>
    /// <returns>The messages that were not accepted.</returns>
    Task<IReadOnlyList<SmsMessage>> Send(IReadOnlyList<SmsMessage> messages, CancellationToken cancellation);
}

/// <summary>Settings of SMS, section <c>Sms</c>.</summary>
public sealed class SmsOptions
{
    /// <summary><c>kannel</c>, <c>dev</c> (a table that people can read; Development only) or <c>none</c>. Empty means dev in Development, else kannel.</summary>
    public string Gateway { get; set; } = "";

    /// <summary>Kannel's <c>sendsms</c>, such as <c>http://kannel:13013/cgi-bin/sendsms</c>.</summary>
    public Uri? Url { get; set; }

    /// <summary>Kannel's user.</summary>
    public string Username { get; set; } = "";

    /// <summary>Kannel's password.</summary>
    public string Password { get; set; } = "";

    /// <summary>The sender that telephones show.</summary>
    public string From { get; set; } = "Postmobile";

    /// <summary>Where Kannel reports deliveries, if anywhere.</summary>
    public Uri? DeliveryReportUrl { get; set; }

    /// <summary>The short number to which people can write back, such as <c>1234</c>; empty when there is none. Messages of shops then name it.</summary>
    public string Inbound { get; set; } = "";

    /// <summary>Requests to Kannel at the same time.</summary>
    public int AtOnce { get; set; } = 8;
}
