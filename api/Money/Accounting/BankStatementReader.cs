using System.Globalization;
using System.Text;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>
/// Reads a bank's statement: date, label, reference, amount, one line a movement, with semicolons, commas or tabs between,
/// quotes where needed and a heading or none. What came in is positive. Anything that is not sure is a fault of its line.
/// </summary>
internal static class BankStatementReader
{
    /// <summary>The largest file, in bytes.</summary>
    public const int BytesMax = 1024 * 1024;

    private const int FaultsMax = 50;
    private const int TextMax = 140;
    private static readonly string[] DateForms = ["yyyy-MM-dd", "dd/MM/yyyy", "dd-MM-yyyy", "dd.MM.yyyy", "d/M/yyyy"];

    /// <summary>The lines, and what is wrong by line of the file; lines only when nothing is.</summary>
    public static (IReadOnlyList<BankLine> Lines, IReadOnlyList<BankLineFault> Faults) Read(string text)
    {
        List<BankLine> lines = [];
        List<BankLineFault> faults = [];
        char separator = Separator(text);
        foreach ((int row, IReadOnlyList<string> cells) in Rows(text.TrimStart('\ufeff'), separator))
        {
            if (cells.All(string.IsNullOrWhiteSpace) || (lines.Count == 0 && faults.Count == 0 && IsHeading(cells)))
            {
                continue;
            }

            if (Line(cells, lines.Count + 1, out string? fault) is { } line)
            {
                lines.Add(line);
            }
            else if (faults.Count < FaultsMax)
            {
                faults.Add(new BankLineFault(row, fault!));
            }
        }

        return faults.Count > 0 ? ([], faults) : (lines, faults);
    }

    /// <summary>Reads a whole amount as banks write it: signs before or after, spaces, and decimals that are zero.</summary>
    public static bool TryReadAmount(string text, out long amount)
    {
        string plain = string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c != '\u202f')).Replace('\u2212', '-');
        plain = plain.EndsWith('-') ? "-" + plain[..^1] : plain;
        int end = plain.LastIndexOfAny([',', '.']);
        if (end >= 0 && plain.Length - end - 1 is > 0 and <= 2 && plain.AsSpan(end + 1).ContainsAnyExcept('0'))
        {
            amount = 0;
            return false;
        }

        plain = end >= 0 && plain.Length - end - 1 is > 0 and <= 2 ? plain[..end] : plain;
        plain = IsGrouped(plain) ? string.Concat(plain.Where(c => c is not (',' or '.'))) : plain;
        return long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out amount) && amount is > -1_000_000_000_000_000 and < 1_000_000_000_000_000;
    }

    // Points and commas that stand before three digits each are gaps between thousands.
    private static bool IsGrouped(string plain)
    {
        string[] groups = plain.TrimStart('+', '-').Split('.', ',');
        return groups.Length > 1 && groups[0].Length is > 0 and <= 3 && groups.Skip(1).All(group => group.Length == 3);
    }

    private static BankLine? Line(IReadOnlyList<string> cells, int number, out string? fault)
    {
        fault = "columns";
        if (cells.Count < 4 || cells.Skip(4).Any(cell => !string.IsNullOrWhiteSpace(cell)))
        {
            return null;
        }

        fault = "date";
        if (!DateOnly.TryParseExact(cells[0].Trim(), DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
        {
            return null;
        }

        fault = "amount";
        if (!TryReadAmount(cells[3], out long amount) || amount == 0)
        {
            return null;
        }

        (string label, string reference) = (Clean(cells[1]), Clean(cells[2]));
        fault = label.Length > TextMax ? "label" : reference.Length > TextMax ? "reference" : null;
        return fault is null ? new BankLine(number, date, label, reference, amount) : null;
    }

    private static bool IsHeading(IReadOnlyList<string> cells) => cells.Count >= 4 && !cells[3].Any(char.IsAsciiDigit) && !cells[0].Any(char.IsAsciiDigit);

    private static string Clean(string text) => string.Concat(text.Where(c => !char.IsControl(c))).Trim();

    private static char Separator(string text)
    {
        string first = text.Split('\n', 2)[0];
        return new[] { ';', '\t', ',' }.MaxBy(mark => first.Count(c => c == mark));
    }

    private static IEnumerable<(int Row, IReadOnlyList<string> Cells)> Rows(string text, char separator)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        (bool quoted, int row, int begun) = (false, 1, 1);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            row += c == '\n' ? 1 : 0;
            if (quoted)
            {
                bool doubled = c == '"' && i + 1 < text.Length && text[i + 1] == '"';
                quoted = c != '"' || doubled;
                _ = doubled || quoted ? cell.Append(c) : cell;
                i += doubled ? 1 : 0;
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c == separator || c == '\n')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (c == '\n')
                {
                    yield return (begun, cells);
                    (cells, begun) = ([], row);
                }
            }
            else
            {
                cell.Append(c);
            }
        }

        if (cell.Length > 0 || cells.Count > 0)
        {
            cells.Add(cell.ToString());
            yield return (begun, cells);
        }
    }
}

/// <summary>A line of the file that cannot be read.</summary>
/// <param name="Row">Its number in the file, from 1.</param>
/// <param name="Field">columns, date, label, reference or amount.</param>
public sealed record BankLineFault(int Row, string Field);
