namespace Postmobile.Money;

/// <summary>Whoever tells people outside the application that money has come. Must not block and must not throw.</summary>
public interface ICreditNotices
{
    /// <summary>Whether anything would be told at all.</summary>
    bool Enabled { get; }

    /// <summary>Money has come to a wallet and is durable.</summary>
    /// <param name="payee">The payee's profile: telephone and language.</param>
    /// <param name="credit">What came.</param>
    /// <param name="balance">The balance afterwards.</param>
    void Credited(AccountProfile payee, Credit credit, long balance);
}

/// <summary>
/// Says whose credits are told, and of what: money that somebody has paid into a wallet. A payee of a bulk payment hears from the
/// bulk payment, and whoever asked for money from the request, in words of their own; what was one's own and comes back from a hold is no news.
/// </summary>
internal sealed class CreditNotices(IEnumerable<ICreditNotices> listeners)
{
    private readonly ICreditNotices[] _listeners = [.. listeners.Where(listener => listener.Enabled)];

    public bool AreFor(AccountRow? payee, PostingKind kind) =>
        _listeners.Length > 0 && payee is { Kind: AccountKind.Wallet } && payee.Profile.Phone.Length > 0 && IsNews(kind);

    public void Credited(AccountRow? payee, Credit credit, long balance)
    {
        if (AreFor(payee, credit.Kind))
        {
            foreach (ICreditNotices listener in _listeners)
            {
                listener.Credited(payee!.Profile, credit, balance);
            }
        }
    }

    internal static bool IsNews(PostingKind kind) => kind is PostingKind.Transfer or PostingKind.CashIn or PostingKind.Refund
        or PostingKind.Mandate or PostingKind.Recall or PostingKind.Reversal;
}
