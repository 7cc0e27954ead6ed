using Microsoft.AspNetCore.Mvc.ModelBinding;
using Postmobile.Api.Translations;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Pages.Money;

/// <summary>Reads a telephone and an amount from a form, and says beside the field what is wrong with either.</summary>
internal sealed class PayeeForm(IGrainFactory grains, ModelStateDictionary state)
{
    /// <summary>The field of the telephone.</summary>
    public const string PhoneField = "Phone";

    /// <summary>The field of the amount.</summary>
    public const string AmountField = "Amount";

    /// <summary>What the person wants; null when the form has faults, which are then in the state.</summary>
    public async Task<(PhoneNumber Phone, AccountId Payee, long Amount)?> Read(string? typedPhone, string? typedAmount)
    {
        if (!Say.TryReadAmount(typedAmount, out long amount))
        {
            state.AddModelError(AmountField, "error.amount");
        }

        if (!PhoneNumber.TryParse(typedPhone, out PhoneNumber phone))
        {
            state.AddModelError(PhoneField, "error.phone");
        }

        if (!state.IsValid)
        {
            return null;
        }

        if (await grains.GetGrain<IPhoneGrain>(phone.Key).Owner() is not { } owner)
        {
            state.AddModelError(PhoneField, "error.nobody");
            return null;
        }

        return (phone, owner.Wallet, amount);
    }

    /// <summary>Beside which field a refusal belongs.</summary>
    public static string FieldOf(RefusalCode code) => code switch
    {
        RefusalCode.InsufficientFunds or RefusalCode.LimitExceeded or RefusalCode.AmountNotPositive or RefusalCode.BalanceCapExceeded => AmountField,
        RefusalCode.SameAccount or RefusalCode.UnknownPayee or RefusalCode.PayeeClosed or RefusalCode.PayeeFrozen => PhoneField,
        RefusalCode.MemoInvalid => "Note",
        _ => "",
    };
}
