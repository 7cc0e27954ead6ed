using System.Security.Cryptography;
using System.Text;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>
/// One withdrawal of cash at an agent's. The customer begins it: the money is held, and a code frees it for the agent to whom it
/// is shown. Or the agent asks, and the customer says yes. Key: <see cref="CashOuts.Key"/>.
/// </summary>
[Alias("money.cash-out"), GrainInterfaceType("money.cash-out")]
public interface ICashOutGrain : IGrainWithStringKey
{
    /// <summary>Holds the money of a customer who wants cash, or asks the customer for an agent. Repeating it changes nothing.</summary>
    /// <returns>The withdrawal, perhaps failed with the ledger's refusal; or amount_not_positive, cash_out_own, idempotency_conflict.</returns>
    [Alias("begin")]
    Task<CashOutOutcome> Begin(CashOutWish wish);

    /// <summary>An agent was shown a code. The same key again answers with what came of it the first time.</summary>
    /// <returns>The withdrawal, paid; or cash_out_code_wrong (the fifth time the money goes back), cash_out_own, cash_out_over.</returns>
    [Alias("redeem")]
    Task<CashOutOutcome> Redeem(string key, OneTimeCode code, CashAgent agent);

    /// <summary>The customer says yes to what an agent asked, having seen the total.</summary>
    /// <returns>The withdrawal, paid or failed with the ledger's refusal; or not_found, cash_out_over.</returns>
    [Alias("approve")]
    Task<CashOutOutcome> Approve(CustomerId by, long agreedTotal);

    /// <summary>The customer cancels or declines, or the agent who asked takes it back. Held money goes back at once.</summary>
    /// <returns>The withdrawal; or not_found, cash_out_over.</returns>
    [Alias("stop")]
    Task<CashOutOutcome> Stop(CustomerId by);

    /// <summary>The withdrawal as it stands, with its code while it is good; null when there is none.</summary>
    [Alias("look")]
    Task<CashOut?> Look();

    /// <summary>Between the withdrawal and itself only: the ledger has answered.</summary>
    [Alias("settle")]
    Task Settle(CashOutStep step, TransferOutcome outcome);
}

/// <summary>What the ledger was asked for.</summary>
public enum CashOutStep
{
    /// <summary>To hold.</summary>
    Hold,

    /// <summary>To pay the float.</summary>
    Pay,

    /// <summary>To give back.</summary>
    Release,
}

/// <summary>Finds withdrawals. Key 0. What it lists bears no codes.</summary>
[Alias("money.cash-outs"), GrainInterfaceType("money.cash-outs")]
public interface ICashOutsGrain : IGrainWithIntegerKey
{
    /// <summary>Those of a wallet, newest first.</summary>
    [Alias("of-wallet")]
    Task<IReadOnlyList<CashOut>> OfWallet(AccountId wallet, int limit);

    /// <summary>Those of a float, newest first.</summary>
    [Alias("of-float")]
    Task<IReadOnlyList<CashOut>> OfFloat(AccountId agentFloat, int limit);

    /// <summary>Those of a wallet that a code may open, and the one that was redeemed by this key.</summary>
    [Alias("redeemable")]
    Task<IReadOnlyList<string>> Redeemable(AccountId wallet, string key);
}

/// <summary>Names of withdrawals.</summary>
public static class CashOuts
{
    /// <summary>The key of the withdrawal that this person means by this idempotency key.</summary>
    public static string Key(CustomerId person, string idempotencyKey) =>
        "co-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(person.Value + "\n" + idempotencyKey)).AsSpan(0, 16));

    /// <summary>Whether a text has the form of such a key.</summary>
    public static bool IsKey(string text) => text.Length == 35 && text.StartsWith("co-", StringComparison.Ordinal) && !text.AsSpan(3).ContainsAnyExcept("0123456789abcdef");

    /// <summary>The withdrawal's grain.</summary>
    public static ICashOutGrain CashOut(this IGrainFactory grains, string id) => grains.GetGrain<ICashOutGrain>(id);
}
