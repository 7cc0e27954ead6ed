namespace Postmobile.Money;

/// <summary>How a bill is divided: pure, and exact to the last unit.</summary>
internal static class SplitRules
{
    /// <summary>How many can share one bill.</summary>
    public const int SharesMax = 20;

    /// <summary>
    /// The amounts of the shares, which add up to the total. Those without an amount of their own get equal parts of what the others
    /// leave; what does not divide goes, a unit each, to the first of them.
    /// </summary>
    /// <returns>Null when that is impossible: the amounts are too much or too little, or a part would be nothing.</returns>
    public static IReadOnlyList<(long Amount, bool Remainder)>? Divide(long total, IReadOnlyList<long?> wished)
    {
        if (total is <= 0 or > RequestRules.AmountMax || wished.Count == 0 || wished.Any(amount => amount is <= 0 or > RequestRules.AmountMax))
        {
            return null;
        }

        long left = total - wished.Sum(amount => amount ?? 0);
        int open = wished.Count(amount => amount is null);
        if (open == 0 ? left != 0 : left < open)
        {
            return null;
        }

        long part = open == 0 ? 0 : left / open, over = open == 0 ? 0 : left % open;
        var shares = new List<(long, bool)>(wished.Count);
        foreach (long? amount in wished)
        {
            bool remainder = amount is null && over-- > 0;
            shares.Add((amount ?? (part + (remainder ? 1 : 0)), remainder));
        }

        return shares;
    }

    /// <summary>The bill as it will stand, or why it cannot.</summary>
    public static (SplitState? Next, RequestRefusal? Refusal, string? Whom) Begin(SplitWish wish, DateTimeOffset now)
    {
        List<RequestSide> payers = [.. wish.Shares.Select(share => share.Payer).OfType<RequestSide>()];
        if (wish.Total is <= 0 or > RequestRules.AmountMax)
        {
            return (null, RequestRefusal.AmountNotPositive, null);
        }

        if (!PaymentRules.ValidNote(wish.Note))
        {
            return (null, RequestRefusal.MemoInvalid, null);
        }

        if (payers.Find(payer => payer.Id == wish.Requester.Id) is { } own)
        {
            return (null, RequestRefusal.RequestOwn, own.Phone);
        }

        bool wrong = payers.Count == 0 || wish.Shares.Count > SharesMax || wish.Shares.Count(share => share.Payer is null) > 1
            || payers.DistinctBy(payer => payer.Id).Count() < payers.Count;
        if (wrong || Divide(wish.Total, [.. wish.Shares.Select(share => share.Amount)]) is not { } amounts)
        {
            return (null, RequestRefusal.SplitShares, null);
        }

        return (new SplitState
        {
            Requester = SideState.Of(wish.Requester),
            Total = wish.Total,
            Note = wish.Note,
            AtMs = now.ToUnixTimeMilliseconds(),
            Shares = [.. wish.Shares.Zip(amounts, (share, amount) => new ShareState(share.Payer is null ? null : SideState.Of(share.Payer), amount.Amount, amount.Remainder))],
        }, null, null);
    }

    /// <summary>Whether a bill was divided in the way that is wished again.</summary>
    public static bool IsSame(SplitState state, SplitWish wish) =>
        Begin(wish, DateTimeOffset.FromUnixTimeMilliseconds(state.AtMs)).Next is { } again
        && again.Total == state.Total && again.Note == state.Note
        && again.Shares.Select(share => (share.Payer?.Id, share.Amount)).SequenceEqual(state.Shares.Select(share => (share.Payer?.Id, share.Amount)));
}
