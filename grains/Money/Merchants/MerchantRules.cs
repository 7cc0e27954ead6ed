namespace Postmobile.Money;

/// <summary>What a merchant's profile must be like, and how much of a sale may go back: pure.</summary>
internal static class MerchantRules
{
    /// <summary>What is wrong with a profile, or null.</summary>
    public static MerchantRefusal? Check(MerchantProfile profile) =>
        !IsPlain(profile.TradeName, 60) ? MerchantRefusal.TradeName
        : !Merchants.Departments.Contains(profile.Department) ? MerchantRefusal.Department
        : !IsPlain(profile.Town, 40) ? MerchantRefusal.Town
        : !Merchants.Categories.Contains(profile.Category) ? MerchantRefusal.Category
        : null;

    /// <summary>What may still go back: refunds on their way count as gone.</summary>
    public static long Left(RefundsState state) =>
        state.Amount - state.All.Where(refund => refund.Status is not RefundStatus.Failed).Sum(refund => refund.Amount);

    /// <summary>What is wrong with a refund of a sale that stands like this, or null.</summary>
    public static MerchantRefusal? Check(RefundsState state, RefundRequest request, long available) =>
        request.Amount <= 0 ? MerchantRefusal.AmountNotPositive
        : string.IsNullOrWhiteSpace(request.Reason) || !PaymentRules.ValidNote(request.Reason) ? MerchantRefusal.MemoInvalid
        : request.Amount > Left(state) ? MerchantRefusal.RefundTooLarge
        : request.Amount > available ? MerchantRefusal.InsufficientFunds
        : null;

    private static bool IsPlain(string text, int max) => text.Trim().Length >= 2 && text.Length <= max && PaymentRules.ValidNote(text);
}
