using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>A wallet as its owner sees it. Amounts are whole minor units of the currency.</summary>
public sealed record WalletView(
    string Account,
    string Name,
    Currency Currency,
    long Balance,
    long Available,
    long Held,
    int Tier,
    bool Blocked,
    IReadOnlyList<LimitView> Limits)
{
    /// <summary>What the wallet's owner may see of the account.</summary>
    public static WalletView Of(AccountView view) => new(
        view.Account.Number,
        view.Profile.DisplayName,
        view.Currency,
        view.Balance,
        view.Available,
        view.Held,
        view.Tier,
        view.Freeze.HasFlag(Freeze.Debits) || view.Closed,
        [.. view.Limits.Select(LimitView.Of)]);

    /// <summary>Changes whenever anything in the view does.</summary>
    public string Version()
    {
        var rest = new HashCode();
        rest.Add(Name);
        rest.Add(Tier);
        rest.Add(Blocked);
        foreach (LimitView limit in Limits)
        {
            rest.Add(limit);
        }

        return $"{Balance}.{Available}.{Held}.{rest.ToHashCode():x}";
    }
}

/// <summary>One limit and what is left of it.</summary>
public sealed record LimitView(LimitName Name, long Limit, long Left, DateTimeOffset? ResetsAt)
{
    /// <summary>The outside's view of a limit.</summary>
    public static LimitView Of(LimitLeft limit) => new(limit.Name, limit.Limit, limit.Left, limit.ResetsAt);
}

/// <summary>One page of a statement, newest first.</summary>
public sealed record StatementView(string Account, IReadOnlyList<StatementLineView> Lines, string? NextCursor, IReadOnlyList<MonthTotal> Months)
{
    /// <summary>The outside's view of a page.</summary>
    public static StatementView Of(AccountId account, StatementPage page) =>
        new(account.Number, [.. page.Lines.Select(StatementLineView.Of)], page.NextCursor, page.Months);
}

/// <summary>One line of a statement: positive came in, negative went out with its charges.</summary>
public sealed record StatementLineView(
    string Transfer,
    PostingKind Kind,
    long Amount,
    long Charges,
    long Balance,
    string CounterpartyName,
    string CounterpartyPhone,
    string? Note,
    DateTimeOffset At,
    string Receipt)
{
    /// <summary>The outside's view of a line.</summary>
    public static StatementLineView Of(StatementLine line)
    {
        string id = line.Transfer.ToString();
        return new StatementLineView(
            id, line.Kind, line.Amount, line.Charges, line.Balance, line.CounterpartyName, line.CounterpartyPhone, line.Note, line.At, TransferEndpoints.Path + id);
    }
}
