namespace Postmobile.Money;

/// <summary>What follows for a reconciliation, and who may: pure, state in and state out.</summary>
internal static class ReconciliationRules
{
    public const int TextMax = 140;
    public const int LinesMax = 2_000;

    /// <summary>Shorter references are found in too many labels.</summary>
    private const int ReferenceInLabelMin = 5;

    /// <summary>What a decision came to: a new state, an answer that changes nothing, or a refusal.</summary>
    public readonly record struct Decision(ReconciliationState? Next, ReconciliationRefusal? Refusal)
    {
        public static readonly Decision Nothing;

        public static implicit operator Decision(ReconciliationState next) => new(next, null);

        public static implicit operator Decision(ReconciliationRefusal refusal) => new(null, refusal);
    }

    /// <summary>What the trust account's side of our books has for a period.</summary>
    public sealed record Books(long Opening, IReadOnlyList<BookLine> Lines);

    /// <summary>Whether an upload can be taken; null when it can.</summary>
    public static ReconciliationRefusal? Check(BankUpload upload, DateOnly today) =>
        upload.To < upload.From || upload.To >= today || upload.Lines.Any(line => line.Date < upload.From || line.Date > upload.To) ? ReconciliationRefusal.ReconciliationPeriod
        : upload.Lines.Count is 0 or > LinesMax ? ReconciliationRefusal.ReconciliationSize
        : null;

    /// <summary>The first upload.</summary>
    public static Decision Begin(ReconciliationState state, BankUpload upload, Books books, DateTimeOffset now) =>
        state.Status is not null ? ReconciliationRefusal.IdempotencyConflict : Take(state, upload, books, now);

    /// <summary>A later upload.</summary>
    public static Decision Replace(ReconciliationState state, BankUpload upload, Books books, DateTimeOffset now) =>
        NotOpen(state) is { } refusal ? refusal : Take(state, upload, books, now);

    /// <summary>Whether an upload is the one that is here.</summary>
    public static bool IsSame(ReconciliationState state, BankUpload upload) =>
        state.Version == 1 && state.From == upload.From && state.To == upload.To && state.BankOpening == upload.Opening
        && state.UploadedBy == upload.By && state.Bank.SequenceEqual(upload.Lines);

    /// <summary>Lines that a person says are the same money.</summary>
    public static Decision Match(ReconciliationState state, string by, IReadOnlyList<int> bank, IReadOnlyList<string> book, string note)
    {
        if (NotOpen(state) is { } refusal)
        {
            return refusal;
        }

        if (!IsNote(note))
        {
            return ReconciliationRefusal.ReconciliationNote;
        }

        Reconciliation view = state.View("")!;
        List<BankLine> ours = [.. view.UnmatchedBank.Where(line => bank.Contains(line.Number))];
        List<BookLine> theirs = [.. view.UnmatchedBook.Where(line => book.Contains(line.Id))];
        if (bank.Count == 0 || book.Count == 0 || ours.Count != bank.Distinct().Count() || theirs.Count != book.Distinct().Count())
        {
            return ReconciliationRefusal.ReconciliationLine;
        }

        LineMatch match = new(
            state.NextMatch, [.. ours.Select(line => line.Number)], [.. theirs.Select(line => line.Id)],
            ours.Sum(line => line.Amount) - theirs.Sum(line => line.Amount), note.Trim(), by);
        string[] gone = [.. ours.Select(ReconciliationLines.Of), .. theirs.Select(ReconciliationLines.Of)];
        return state with
        {
            Matches = [.. state.Matches, match],
            NextMatch = state.NextMatch + 1,
            Explanations = [.. state.Explanations.Where(explanation => !gone.Contains(explanation.Line))],
        };
    }

    /// <summary>A match taken apart.</summary>
    public static Decision Unmatch(ReconciliationState state, int number) =>
        NotOpen(state) is { } refusal ? refusal
        : state.Matches.All(match => match.Number != number) ? ReconciliationRefusal.ReconciliationLine
        : state with { Matches = [.. state.Matches.Where(match => match.Number != number)] };

    /// <summary>A word on lines that stand alone.</summary>
    public static Decision Explain(ReconciliationState state, string by, IReadOnlyList<string> lines, string note)
    {
        if (NotOpen(state) is { } refusal)
        {
            return refusal;
        }

        if (!IsNote(note))
        {
            return ReconciliationRefusal.ReconciliationNote;
        }

        Reconciliation view = state.View("")!;
        HashSet<string> alone = [ReconciliationLines.Opening, .. view.UnmatchedBank.Select(ReconciliationLines.Of), .. view.UnmatchedBook.Select(ReconciliationLines.Of)];
        return lines.Count == 0 || !lines.All(alone.Contains) ? ReconciliationRefusal.ReconciliationLine : state with
        {
            Explanations = [.. state.Explanations.Where(other => !lines.Contains(other.Line)), .. lines.Distinct().Select(line => new LineExplanation(line, note.Trim(), by))],
        };
    }

    /// <summary>One accountant proposes to close.</summary>
    public static Decision Propose(ReconciliationState state, string by) => state.Status switch
    {
        null => ReconciliationRefusal.NotFound,
        ReconciliationStatus.Proposed when state.ProposedBy == by => Decision.Nothing,
        ReconciliationStatus.Open => state.View("")!.Unexplained.Any()
            ? ReconciliationRefusal.ReconciliationUnexplained
            : state with { Status = ReconciliationStatus.Proposed, ProposedBy = by },
        _ => ReconciliationRefusal.ReconciliationNotOpen,
    };

    /// <summary>Another closes.</summary>
    public static Decision Approve(ReconciliationState state, string by, DateTimeOffset now) => state.Status switch
    {
        null => ReconciliationRefusal.NotFound,
        ReconciliationStatus.Closed when state.ClosedBy == by => Decision.Nothing,
        ReconciliationStatus.Proposed => state.ProposedBy == by
            ? ReconciliationRefusal.SameOperator
            : state with { Status = ReconciliationStatus.Closed, ClosedBy = by, ClosedAtMs = now.ToUnixTimeMilliseconds() },
        _ => ReconciliationRefusal.ReconciliationNotProposed,
    };

    /// <summary>Back to work.</summary>
    public static Decision Reopen(ReconciliationState state, string? reason) => state.Status switch
    {
        null => ReconciliationRefusal.NotFound,
        ReconciliationStatus.Proposed => reason is null || IsNote(reason)
            ? state with { Status = ReconciliationStatus.Open, ProposedBy = null }
            : ReconciliationRefusal.ReconciliationNote,
        _ => ReconciliationRefusal.ReconciliationNotProposed,
    };

    /// <summary>
    /// Pairs of one line each with equal amounts: first those whose references are the same, then those whose reference in
    /// our books stands in the bank's label. Of several equal ones the earliest go together.
    /// </summary>
    public static List<LineMatch> Find(IEnumerable<BankLine> bank, IEnumerable<BookLine> book, int firstNumber)
    {
        List<BankLine> left = [.. bank.OrderBy(line => line.Date).ThenBy(line => line.Number)];
        List<LineMatch> found = [];
        List<BookLine> rest = [.. book.OrderBy(line => line.Date)];
        foreach (Func<BankLine, string, bool> bears in new Func<BankLine, string, bool>[]
        {
            (line, reference) => Plain(line.Reference) == reference,
            (line, reference) => reference.Length >= ReferenceInLabelMin && Plain(line.Label).Contains(reference, StringComparison.Ordinal),
        })
        {
            foreach (BookLine ours in rest.Where(line => Plain(line.Reference).Length > 0).ToList())
            {
                string reference = Plain(ours.Reference);
                if (left.Find(line => line.Amount == ours.Amount && bears(line, reference)) is { } theirs)
                {
                    found.Add(new LineMatch(firstNumber + found.Count, [theirs.Number], [ours.Id], 0, null, null));
                    left.Remove(theirs);
                    rest.Remove(ours);
                }
            }
        }

        return found;
    }

    private static ReconciliationState Take(ReconciliationState state, BankUpload upload, Books books, DateTimeOffset now)
    {
        List<LineMatch> kept = [.. Kept(state, upload, books)];
        HashSet<int> bank = [.. kept.SelectMany(match => match.Bank)];
        HashSet<string> book = [.. kept.SelectMany(match => match.Book)];
        List<LineMatch> found = Find(upload.Lines.Where(line => !bank.Contains(line.Number)), books.Lines.Where(line => !book.Contains(line.Id)), state.NextMatch);
        return new ReconciliationState
        {
            Status = ReconciliationStatus.Open,
            Version = state.Version + 1,
            From = upload.From,
            To = upload.To,
            BankOpening = upload.Opening,
            BookOpening = books.Opening,
            Bank = upload.Lines,
            Book = books.Lines,
            Matches = [.. kept, .. found],
            NextMatch = state.NextMatch + found.Count,
            UploadedBy = upload.By,
            UploadedAtMs = now.ToUnixTimeMilliseconds(),
        };
    }

    // What a person has matched stays matched where the corrected statement has the same lines, wherever they stand in it now.
    private static IEnumerable<LineMatch> Kept(ReconciliationState state, BankUpload upload, Books books)
    {
        List<BankLine> free = [.. upload.Lines];
        HashSet<string> ours = [.. books.Lines.Select(line => line.Id)];
        foreach (LineMatch match in state.Matches.Where(match => !match.Automatic && match.Book.All(ours.Contains)))
        {
            List<BankLine> now = [];
            foreach (BankLine before in state.Bank.Where(line => match.Bank.Contains(line.Number)))
            {
                if (free.Find(line => line with { Number = before.Number } == before) is { } same)
                {
                    now.Add(same);
                    free.Remove(same);
                }
            }

            if (now.Count == match.Bank.Count)
            {
                yield return match with { Bank = [.. now.Select(line => line.Number)] };
            }
            else
            {
                free.AddRange(now);
            }
        }
    }

    private static ReconciliationRefusal? NotOpen(ReconciliationState state) => state.Status switch
    {
        null => ReconciliationRefusal.NotFound,
        ReconciliationStatus.Open => null,
        _ => ReconciliationRefusal.ReconciliationNotOpen,
    };

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static bool IsNote(string? text) => text?.Trim().Length is > 0 and <= TextMax && !text.Any(char.IsControl);
}
