using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Finds the account that a person means by a telephone number or an account number.</summary>
public sealed class Payees(IGrainFactory grains)
{
    // Account numbers of people have exactly twelve digits as written, the last two being check digits.
    private const int AccountDigits = 12;

    /// <summary>The account meant; null when nobody has that number.</summary>
    public async ValueTask<AccountId?> Find(string text)
    {
        if (TryReadAccount(text, out AccountId account))
        {
            return account;
        }

        // Programs send E.164: the library of numbering plans, which takes longer than the payment's own code, is asked
        // only about what people type.
        if (IsInternational(text) && await Owner(new PhoneNumber(text)) is { } owner)
        {
            return owner;
        }

        return PhoneNumber.TryParse(text, out PhoneNumber phone) && phone.E164 != text ? await Owner(phone) : null;
    }

    private async ValueTask<AccountId?> Owner(PhoneNumber phone) => (await grains.GetGrain<IPhoneGrain>(phone.Key).Owner())?.Wallet;

    private static bool IsInternational(string text) =>
        text.Length is >= 9 and <= 16 && text[0] == '+' && text[1] != '0' && !text.AsSpan(1).ContainsAnyExceptInRange('0', '9');

    /// <summary>The float account of an agent, by telephone or account number; null when nobody is an agent there.</summary>
    public async ValueTask<AccountId?> FindFloat(string text)
    {
        if (TryReadAccount(text, out AccountId account))
        {
            return account;
        }

        // The post's own commissions are funded as a float is.
        if (AccountId.TryParse(text, out AccountId own) && own == PostAccounts.Commissions)
        {
            return own;
        }

        return PhoneNumber.TryParse(text, out PhoneNumber phone) && await grains.GetGrain<IPhoneGrain>(phone.Key).Owner() is { } owner
            ? (await grains.GetGrain<ICustomerGrain>(owner.Customer.Value).Look())?.Float
            : null;
    }

    /// <summary>Reads an account number; the post's own accounts are nobody's payee.</summary>
    public static bool TryReadAccount(string text, out AccountId account)
    {
        account = default;
        return !text.StartsWith('+')
            && text.Count(char.IsAsciiDigit) == AccountDigits
            && AccountId.TryParse(text, out account)
            && account.Value >= AccountId.FirstAllocated;
    }
}
