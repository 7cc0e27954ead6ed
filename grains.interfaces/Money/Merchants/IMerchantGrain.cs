namespace Postmobile.Money;

/// <summary>A merchant's public face. Key: <see cref="Merchants.Key"/>.</summary>
[Alias("money.merchant"), GrainInterfaceType("money.merchant")]
public interface IMerchantGrain : IGrainWithStringKey
{
    /// <summary>Sets name, place and category; the first time it gives the merchant their code, which then stays.</summary>
    /// <param name="owner">The owner's id.</param>
    /// <param name="profile">The new profile.</param>
    /// <returns>The merchant; or trade_name, department, town, category.</returns>
    [Alias("set-profile")]
    Task<MerchantOutcome> SetProfile(string owner, MerchantProfile profile);

    /// <summary>The merchant; null when they have given no profile yet.</summary>
    [Alias("look")]
    Task<Merchant?> Look();
}

/// <summary>Finds merchants and adds up their days. Key 0.</summary>
[Alias("money.merchants"), GrainInterfaceType("money.merchants")]
public interface IMerchantsGrain : IGrainWithIntegerKey
{
    /// <summary>Whose code this is; null when it is nobody's.</summary>
    [Alias("find")]
    Task<Merchant?> Find(MerchantCode code);

    /// <summary>The days of a merchant's account on which money moved, oldest first.</summary>
    /// <param name="account">The takings.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day, at most a year later.</param>
    [Alias("days")]
    Task<IReadOnlyList<MerchantDay>> Days(AccountId account, DateOnly from, DateOnly to);
}
