using Postmobile.Money;
using Xunit;
using Books = Postmobile.Money.ReconciliationRules.Books;

namespace Postmobile.Tests.Money.Accounting;

/// <summary>What belongs together, what the difference is made of, and who may close.</summary>
public sealed class ReconciliationRulesTests
{
    private static readonly DateOnly Day = new(2026, 11, 2);
    private static readonly DateTimeOffset Now = new(2026, 11, 10, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Reference_and_amount_go_together_one_to_one_and_a_reference_may_stand_in_the_label()
    {
        BankLine[] bank = [Bank(1, 500, "R 100"), Bank(2, 500, "r-100"), Bank(3, 700, "R-200"), Bank(4, 900, "", "VIR RECU VIR/2026/7 AGENCE"), Bank(5, 100, "")];
        BookLine[] book = [Book("a", 500, "R-100"), Book("b", 701, "R-200"), Book("c", 900, "VIR-2026-7"), Book("d", 100, "")];
        List<LineMatch> found = ReconciliationRules.Find(bank, book, 1);
        Assert.Equal(["1=a", "4=c"], found.Select(match => $"{match.Bank.Single()}={match.Book.Single()}"));
        Assert.All(found, match => Assert.True(match.Automatic && match.Difference == 0));
    }

    [Fact]
    public void The_parts_of_the_difference_always_add_up_to_it()
    {
        Random random = new(7);
        for (int i = 0; i < 300; i++)
        {
            BankLine[] bank = [.. Enumerable.Range(1, random.Next(1, 12)).Select(n => Bank(n, random.Next(-5, 6) * 100 + 1, "R" + random.Next(4)))];
            BookLine[] book = [.. Enumerable.Range(1, random.Next(0, 12)).Select(n => Book("k" + n, random.Next(-5, 6) * 100 + 1, "R" + random.Next(4)))];
            ReconciliationState state = Begin(random.Next(1000), bank, new Books(random.Next(1000), book));
            for (int turn = 0; turn < 3 && state.View("x")! is { } now && now.UnmatchedBank.Any() && now.UnmatchedBook.Any(); turn++)
            {
                state = ReconciliationRules.Match(state, "me", [now.UnmatchedBank.First().Number], [.. now.UnmatchedBook.Take(2).Select(line => line.Id)], "même somme").Next!;
            }

            Reconciliation view = state.View("x")!;
            Assert.Equal(view.Difference, view.DifferenceBefore + view.DifferenceBank + view.DifferenceBook + view.DifferenceMatched);
            Assert.Equal(bank.Length, view.UnmatchedBank.Count() + view.Matches.Sum(match => match.Bank.Count));
            Assert.Equal(book.Length, view.UnmatchedBook.Count() + view.Matches.Sum(match => match.Book.Count));
        }
    }

    [Fact]
    public void It_is_closed_by_two_when_every_line_has_its_word()
    {
        ReconciliationState state = Begin(1_000, [Bank(1, 500, "R-1"), Bank(2, -25, "", "FRAIS")], new Books(1_000, [Book("a", 500, "R-1")]));
        Assert.Equal(ReconciliationRefusal.ReconciliationUnexplained, ReconciliationRules.Propose(state, "one").Refusal);
        Assert.Equal(ReconciliationRefusal.ReconciliationLine, ReconciliationRules.Explain(state, "one", ["bank:1"], "déjà rapprochée").Refusal);
        Assert.Equal(ReconciliationRefusal.ReconciliationNote, ReconciliationRules.Explain(state, "one", ["bank:2"], "  ").Refusal);
        state = ReconciliationRules.Explain(state, "one", ["bank:2"], "frais de tenue de compte").Next!;
        Assert.Equal(ReconciliationRefusal.ReconciliationNotProposed, ReconciliationRules.Approve(state, "two", Now).Refusal);
        state = ReconciliationRules.Propose(state, "one").Next!;
        Assert.Equal(ReconciliationRules.Decision.Nothing, ReconciliationRules.Propose(state, "one"));
        Assert.Equal(ReconciliationRefusal.ReconciliationNotOpen, ReconciliationRules.Unmatch(state, 1).Refusal);
        Assert.Equal(ReconciliationRefusal.SameOperator, ReconciliationRules.Approve(state, "one", Now).Refusal);
        Assert.Equal(ReconciliationStatus.Open, ReconciliationRules.Reopen(state, null).Next!.Status);
        state = ReconciliationRules.Approve(state, "two", Now).Next!;
        Assert.Equal((ReconciliationStatus.Closed, "two"), (state.Status, state.ClosedBy));
        Assert.Equal(ReconciliationRefusal.ReconciliationNotOpen, ReconciliationRules.Match(state, "two", [2], ["a"], "non").Refusal);
        Assert.Equal(ReconciliationRefusal.ReconciliationNotProposed, ReconciliationRules.Reopen(state, null).Refusal);
    }

    [Fact]
    public void A_corrected_statement_keeps_what_people_matched_where_its_lines_are_the_same()
    {
        BookLine[] book = [Book("a", 480, "X"), Book("b", 300, "Y")];
        ReconciliationState state = Begin(0, [Bank(1, 500, "", "un"), Bank(2, 300, "", "deux")], new Books(0, book));
        state = ReconciliationRules.Match(state, "me", [1], ["a"], "commission retenue").Next!;
        state = ReconciliationRules.Match(state, "me", [2], ["b"], "sans référence").Next!;
        BankUpload corrected = Upload(0, [Bank(1, 70, "", "oubliée"), Bank(2, 500, "", "un"), Bank(3, 301, "", "deux")]);
        state = ReconciliationRules.Replace(state, corrected, new Books(0, book), Now).Next!;
        Assert.Equal(2, state.Version);
        LineMatch kept = Assert.Single(state.Matches);
        Assert.Equal((2, "a", "commission retenue"), (kept.Bank.Single(), kept.Book.Single(), kept.Note));
    }

    [Theory]
    [InlineData(2, 1, 2)]
    [InlineData(2, 9, 2)]
    [InlineData(3, 4, 2)]
    public void A_period_is_over_and_holds_its_lines(int from, int to, int line) => Assert.Equal(
        ReconciliationRefusal.ReconciliationPeriod,
        ReconciliationRules.Check(new BankUpload { From = new(2026, 11, from), To = new(2026, 11, to), Opening = 0, Lines = [Bank(1, 1, "") with { Date = new(2026, 11, line) }], By = "me" }, new(2026, 11, 9)));

    private static ReconciliationState Begin(long opening, BankLine[] bank, Books books) =>
        ReconciliationRules.Begin(new ReconciliationState(), Upload(opening, bank), books, Now).Next!;

    private static BankUpload Upload(long opening, BankLine[] bank) => new() { From = Day, To = Day, Opening = opening, Lines = bank, By = "me" };

    private static BankLine Bank(int number, long amount, string reference, string label = "") => new(number, Day, label, reference, amount);

    private static BookLine Book(string id, long amount, string reference) => new(id, Day, PostingKind.FloatIssue, reference, "Agent", amount);
}
