namespace Postmobile.Money;

/// <summary>Whether somebody may pay a sale.</summary>
public enum SaleClaim
{
    /// <summary>Yes, and nobody else now.</summary>
    Yours,

    /// <summary>No: <c>sale_paid</c>, somebody else has paid it.</summary>
    Paid,

    /// <summary>Not known yet: <c>in_progress</c>, somebody else is just paying it.</summary>
    Unknown,
}

/// <summary>One sale of a till, as its own QR code names it: one customer pays it. Key: <see cref="Merchants.SaleKey"/>.</summary>
[Alias("money.sale"), GrainInterfaceType("money.sale")]
public interface ISaleGrain : IGrainWithStringKey
{
    /// <summary>
    /// Claims the sale for the payment that this account is about to make by this key. The same claim again is granted again.
    /// Somebody else's claim of which nothing has come is annulled first, so that it can never come true beside this one.
    /// </summary>
    [Alias("claim")]
    Task<SaleClaim> Claim(AccountId payer, string key);
}
