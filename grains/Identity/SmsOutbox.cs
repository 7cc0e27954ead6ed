namespace Postmobile.Identity;

/// <summary>An SMS as it rests in an outbox: the words, which can hold a code, are sealed with a key that the database has not.</summary>
internal sealed record SealedSms(string To, string Box)
{
    public static SealedSms Of(string to, string text, IdentityKeys keys) => new(to, keys.Seal(text));
}

/// <summary>How documents send SMS.</summary>
internal static class SmsOutbox
{
    /// <summary>The kind of the outbox's item.</summary>
    public const string Kind = "sms";

    /// <summary>Sends, or throws so that it is tried again. What it throws says nothing of the message.</summary>
    public static async Task Deliver(SealedSms sms, string id, ISmsGateway gateway, IdentityKeys keys)
    {
        IReadOnlyList<SmsMessage> left = await gateway.Send([new SmsMessage(id, sms.To, keys.Unseal(sms.Box))], CancellationToken.None);
        if (left.Count > 0)
        {
            throw new TimeoutException("The SMS gateway did not accept the message.");
        }
    }
}
