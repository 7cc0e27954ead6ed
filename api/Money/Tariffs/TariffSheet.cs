using System.Globalization;
using System.Text;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>A line of a sheet at fault: its number, from 1, and the stable code of why.</summary>
public sealed record SheetFault(int Line, string Code);

/// <summary>What was read of a sheet: the lines with their numbers in it, and what could not be read.</summary>
public sealed record SheetRead(IReadOnlyList<TariffLine> Lines, IReadOnlyList<int> Numbers, IReadOnlyList<SheetFault> Faults);

/// <summary>
/// The tariff as a sheet that an operator edits, or pastes from a spreadsheet: a line each, columns separated by semicolons or tabs, an
/// empty cell for nothing. French words; those of the API are understood as well.
/// </summary>
public static class TariffSheet
{
    /// <summary>The first line.</summary>
    public const string Header = "operation;quoi;palier;de;a;fixe;pourcent;min;max";

    /// <summary>A sheet longer than this is not read.</summary>
    public const int CharactersMax = 60_000;

    private const int Columns = 9;

    private static readonly Dictionary<string, PostingKind> s_operations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["envoi"] = PostingKind.Transfer,
        ["retrait"] = PostingKind.CashOut,
        ["depot"] = PostingKind.CashIn,
        ["achat"] = PostingKind.MerchantPayment,
        ["demande"] = PostingKind.RequestPaid,
        ["mandat"] = PostingKind.Mandate,
        ["salaire"] = PostingKind.BulkPayment,
        ["reversement"] = PostingKind.Settlement,
        ["retour-float"] = PostingKind.FloatReturn,
    };

    private static readonly Dictionary<string, ChargeKind> s_charges = new(StringComparer.OrdinalIgnoreCase)
    {
        ["frais"] = ChargeKind.Fee,
        ["taxe-frais"] = ChargeKind.TaxOnFee,
        ["taxe-montant"] = ChargeKind.TaxOnAmount,
        ["commission"] = ChargeKind.Commission,
        ["fee"] = ChargeKind.Fee,
        ["tax_on_fee"] = ChargeKind.TaxOnFee,
        ["tax_on_amount"] = ChargeKind.TaxOnAmount,
    };

    /// <summary>The words for operations, for the page's help.</summary>
    public static IReadOnlyDictionary<string, PostingKind> Operations => s_operations;

    /// <summary>Writes a table.</summary>
    public static string Write(IEnumerable<TariffLine> lines)
    {
        StringBuilder sheet = new(Header + "\n");
        foreach (TariffLine line in lines)
        {
            string[] cells =
            [
                s_operations.FirstOrDefault(word => word.Value == line.Operation).Key ?? TariffEndpoints.NameOf(line.Operation),
                s_charges.First(word => word.Value == line.Charge).Key,
                Cell(line.Tier),
                Cell(line.From),
                Cell(line.To),
                line.Fixed == 0 ? "" : Cell(line.Fixed),
                line.BasisPoints == 0 ? "" : (line.BasisPoints / 100m).ToString("0.##", CultureInfo.InvariantCulture).Replace('.', ','),
                line.Min == 0 ? "" : Cell(line.Min),
                Cell(line.Max),
            ];
            sheet.AppendJoin(';', cells).Append('\n');
        }

        return sheet.ToString();
    }

    /// <summary>Reads a sheet. Empty lines, the header and lines that begin with # say nothing.</summary>
    public static SheetRead Read(string? text)
    {
        List<TariffLine> lines = [];
        List<int> numbers = [];
        List<SheetFault> faults = [];
        if (text?.Length > CharactersMax)
        {
            return new SheetRead([], [], [new SheetFault(1, TariffOperatorEndpoints.CodeOf(TariffLineFault.TooMany))]);
        }

        string[] rows = (text ?? "").ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < rows.Length; i++)
        {
            string row = rows[i].Trim();
            if (row.Length == 0 || row[0] == '#' || row.StartsWith("operation", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (ReadLine(rows[i]) is { } line)
            {
                lines.Add(line);
                numbers.Add(i + 1);
            }
            else
            {
                faults.Add(new SheetFault(i + 1, TariffOperatorEndpoints.CodeOf(TariffLineFault.Unreadable)));
            }
        }

        return new SheetRead(lines, numbers, faults);
    }

    private static TariffLine? ReadLine(string row)
    {
        string[] cells = [.. row.Split(row.Contains('\t', StringComparison.Ordinal) ? '\t' : ';').Select(cell => cell.Trim())];
        if (cells.Length > Columns && cells.Skip(Columns).Any(cell => cell.Length > 0))
        {
            return null;
        }

        Array.Resize(ref cells, Columns);
        PostingKind operation = default;
        ChargeKind charge = default;
        bool read = (s_operations.TryGetValue(cells[0] ?? "", out operation) || TariffEndpoints.TryRead(cells[0], out operation))
            & s_charges.TryGetValue(cells[1] ?? "", out charge)
            & TryRead(cells[2], out long? tier)
            & TryRead(cells[3], out long? from)
            & TryRead(cells[4], out long? to)
            & TryRead(cells[5], out long? fixedPart)
            & TryReadPercent(cells[6], out int basisPoints)
            & TryRead(cells[7], out long? least)
            & TryRead(cells[8], out long? most);
        return !read || tier > short.MaxValue ? null : new TariffLine
        {
            Operation = operation,
            Charge = charge,
            Tier = (short?)tier,
            From = from ?? 1,
            To = to,
            Fixed = fixedPart ?? 0,
            BasisPoints = basisPoints,
            Min = least ?? 0,
            Max = most,
        };
    }

    private static bool TryRead(string? cell, out long? number)
    {
        string digits = string.Concat((cell ?? "").Where(c => !char.IsWhiteSpace(c)));
        bool read = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long value);
        number = read ? value : null;
        return read || digits.Length == 0;
    }

    // Two decimals at most: hundredths of a percent.
    private static bool TryReadPercent(string? cell, out int basisPoints)
    {
        string text = string.Concat((cell ?? "").Where(c => !char.IsWhiteSpace(c))).TrimEnd('%').Replace(',', '.');
        basisPoints = 0;
        if (text.Length == 0)
        {
            return true;
        }

        bool read = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal percent)
            && percent <= 1_000 && percent * 100 == decimal.Truncate(percent * 100);
        basisPoints = read ? (int)(percent * 100) : 0;
        return read;
    }

    private static string Cell(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
