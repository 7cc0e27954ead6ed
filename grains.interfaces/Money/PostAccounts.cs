namespace Postmobile.Money;

/// <summary>The post's own accounts, with fixed numbers in the ledger.</summary>
public static class PostAccounts
{
    /// <summary>
    /// Mirror of the money that lies in the trust bank account. The one account without a floor: e-money is issued by
    /// debiting it, so its balance is minus the e-money in circulation.
    /// </summary>
    public static readonly AccountId Trust = new(1);

    /// <summary>Fees earned from customers.</summary>
    public static readonly AccountId Fees = new(2);

    /// <summary>Commissions set aside for agents and partners.</summary>
    public static readonly AccountId Commissions = new(3);

    /// <summary>Taxes collected, owed to the state.</summary>
    public static readonly AccountId Taxes = new(4);

    /// <summary>Money whose owner is not yet known.</summary>
    public static readonly AccountId Suspense = new(5);
}
