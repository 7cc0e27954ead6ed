using System.Globalization;
using Microsoft.Extensions.Localization;
using Postmobile.Api.Translations;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>The accountants' tables as files.</summary>
public sealed class AccountingFiles(IGrainFactory grains, IStringLocalizer texts)
{
    private IBooksGrain Books => grains.GetGrain<IBooksGrain>(0);

    /// <summary>The chart of accounts.</summary>
    public CsvFile Chart() => new("plan-comptable.csv", ChartRows);

    /// <summary>The trial balance of a day, with its proof in the last rows.</summary>
    public CsvFile TrialBalance(DateOnly day) => new(string.Create(CultureInfo.InvariantCulture, $"balance-{day:yyyy-MM-dd}.csv"), () => TrialBalanceRows(day));

    /// <summary>The journal of a day, entry by entry, with its sum in the last row.</summary>
    public CsvFile Journal(DateOnly day) => new(string.Create(CultureInfo.InvariantCulture, $"journal-{day:yyyy-MM-dd}.csv"), () => JournalRows(day));

    /// <summary>A reconciliation, line by line.</summary>
    public CsvFile Lines(Reconciliation reconciliation) =>
        new(string.Create(CultureInfo.InvariantCulture, $"rapprochement-{reconciliation.From:yyyy-MM-dd}-{reconciliation.To:yyyy-MM-dd}-v{reconciliation.Version}.csv"), () => ReconciliationRows(reconciliation).ToAsyncEnumerable());

    /// <summary>The name of an account of the chart in the reader's language, or in French.</summary>
    public static string NameOf(string french, string english) => Language.Current.Code == "en" ? english : french;

    private async IAsyncEnumerable<IReadOnlyList<object?>> ChartRows()
    {
        yield return [Say("accounting.number"), Say("accounting.name"), Say("books.kind")];
        foreach (ChartAccount account in await Books.Chart())
        {
            yield return [account.Number, NameOf(account.NameFr, account.NameEn), account.Kind is { } kind ? Say("account." + kind) : null];
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<object?>> TrialBalanceRows(DateOnly day)
    {
        DayBooks books = await Books.Day(day);
        yield return
        [
            Say("accounting.day"), Say("accounting.number"), Say("accounting.name"), Say("accounting.currency"), Say("accounting.opening-debit"), Say("accounting.opening-credit"),
            Say("books.debits"), Say("books.credits"), Say("accounting.closing-debit"), Say("accounting.closing-credit"),
        ];
        foreach (DayBooksLine line in books.Lines)
        {
            yield return
            [
                day, line.Number, NameOf(line.NameFr, line.NameEn), line.Currency, Debit(line.Opening), Debit(-line.Opening), line.Debits, line.Credits, Debit(line.Closing), Debit(-line.Closing),
            ];
        }

        foreach (IGrouping<Currency, DayBooksLine> sum in books.Lines.GroupBy(line => line.Currency))
        {
            yield return
            [
                day, null, Say("books.sum"), sum.Key, sum.Sum(line => Debit(line.Opening)), sum.Sum(line => Debit(-line.Opening)), sum.Sum(line => line.Debits), sum.Sum(line => line.Credits),
                sum.Sum(line => Debit(line.Closing)), sum.Sum(line => Debit(-line.Closing)),
            ];
        }

        yield return [day, null, Say(books.Balanced ? "books.balanced" : "books.unbalanced")];
    }

    private async IAsyncEnumerable<IReadOnlyList<object?>> JournalRows(DateOnly day)
    {
        yield return
        [
            Say("receipt.at"), Say("accounting.piece"), Say("accounting.leg"), Say("receipt.kind"), Say("accounting.debit"), Say("accounting.debit-account"), Say("accounting.credit"),
            Say("accounting.credit-account"), Say("field.amount"), Say("accounting.currency"), Say("order.note"),
        ];
        (long entries, Dictionary<Currency, long> sums) = (0, []);
        await foreach (JournalLine line in grains.GetGrain<IJournalGrain>("j-" + Guid.NewGuid().ToString("N")).Read(day).WithBatchSize(1000))
        {
            yield return
            [
                line.At, line.Transfer.ToString(), line.Leg, Say("kind." + line.Kind), line.Debit, line.DebitAccount.Number, line.Credit, line.CreditAccount.Number,
                line.Amount, line.Currency, line.Memo,
            ];
            entries++;
            sums[line.Currency] = sums.GetValueOrDefault(line.Currency) + line.Amount;
        }

        foreach ((Currency currency, long sum) in sums)
        {
            yield return [day, Say("books.sum"), null, texts["accounting.entries", entries].Value, null, null, null, null, sum, currency, null];
        }
    }

    private IEnumerable<IReadOnlyList<object?>> ReconciliationRows(Reconciliation it)
    {
        yield return [Say("accounting.side"), Say("accounting.day"), Say("accounting.label"), Say("accounting.reference"), Say("field.amount"), Say("accounting.match"), Say("order.note")];
        foreach (BankLine line in it.Bank)
        {
            LineMatch? match = it.Matches.FirstOrDefault(match => match.Bank.Contains(line.Number));
            yield return [Say("accounting.bank"), line.Date, line.Label, line.Reference, line.Amount, match?.Number, match is null ? Why(it, ReconciliationLines.Of(line)) : match.Note];
        }

        foreach (BookLine line in it.Book)
        {
            LineMatch? match = it.Matches.FirstOrDefault(match => match.Book.Contains(line.Id));
            yield return [Say("accounting.books"), line.Date, line.Counterparty, line.Reference, line.Amount, match?.Number, match is null ? Why(it, ReconciliationLines.Of(line)) : match.Note];
        }

        yield return [Say("accounting.difference-before"), it.From, null, null, it.DifferenceBefore, null, Why(it, ReconciliationLines.Opening)];
        yield return [Say("accounting.difference"), it.To, null, null, it.Difference, null, null];
    }

    private static string? Why(Reconciliation it, string line) => it.Explanations.FirstOrDefault(explanation => explanation.Line == line)?.Note;

    private static long Debit(long balance) => Math.Max(0, balance);

    private string Say(string key) => texts[key].Value;
}
