namespace Postmobile.Money;

/// <summary>Whoever tells people outside the application that their money moved. Must not block and must not throw.</summary>
public interface IDebitNotices
{
    /// <summary>A payment has left this account and is durable.</summary>
    /// <param name="payer">The payer's profile: telephone and language.</param>
    /// <param name="receipt">What was paid.</param>
    /// <param name="balance">The balance afterwards.</param>
    void Debited(AccountProfile payer, Receipt receipt, long balance);
}
