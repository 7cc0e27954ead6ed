using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>Starts a cash-out for somebody at their telephone. Whoever registers one gives the menu its entry.</summary>
public interface ICashOutDesk
{
    /// <summary>Starts it at the total that the customer saw; the same key again answers with the same code.</summary>
    Task<CashOutStart> Start(CustomerId customer, AccountId wallet, long amount, long total, string key);
}

/// <summary>A cash-out that waits for an agent, or why there is none.</summary>
/// <param name="Code">What the customer shows to the agent.</param>
/// <param name="ExpiresAt">Until when.</param>
/// <param name="Refusal">Why not; code and time then mean nothing.</param>
/// <param name="AnotherIsOpen">Why not: the customer has one already, begun elsewhere.</param>
public readonly record struct CashOutStart(string Code, DateTimeOffset ExpiresAt, Refusal? Refusal, bool AnotherIsOpen = false);

/// <summary>Finds a merchant by the short code that is painted at the till. Whoever registers one gives the menu its entry.</summary>
public interface IMerchantCodes
{
    /// <summary>The merchant's account; null when nobody has the code.</summary>
    Task<AccountId?> Find(string code);
}

/// <summary>Says where a parcel is. Whoever registers one gives the menu its entry.</summary>
public interface IParcelTracker
{
    /// <summary>A sentence of 140 characters at most; null when there is no such parcel.</summary>
    Task<Words?> Track(string number);
}

/// <summary>Which entries the menu has beside those that are always there.</summary>
[Flags]
internal enum UssdFeatures
{
    None = 0,
    CashOut = 1,
    Merchant = 2,
    Parcel = 4,
    All = CashOut | Merchant | Parcel,
}

/// <summary>What the dialogue can call upon.</summary>
internal sealed class UssdParts(IEnumerable<ICashOutDesk> cashOuts, IEnumerable<IMerchantCodes> merchants, IEnumerable<IParcelTracker> parcels)
{
    public ICashOutDesk? CashOuts { get; } = cashOuts.FirstOrDefault();

    public IMerchantCodes? Merchants { get; } = merchants.FirstOrDefault();

    public IParcelTracker? Parcels { get; } = parcels.FirstOrDefault();

    public UssdFeatures Features =>
        (CashOuts is null ? 0 : UssdFeatures.CashOut) | (Merchants is null ? 0 : UssdFeatures.Merchant) | (Parcels is null ? 0 : UssdFeatures.Parcel);
}
