using System.Globalization;
using System.Text;
using Postmobile.Api.Problems;
using Postmobile.Api.Translations;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>
/// Writes the report on a file's lines: the file's own columns, then what was found. It can be corrected in a spreadsheet and uploaded
/// again as it is.
/// </summary>
public static class BulkCsv
{
    private const char Separator = ';';

    /// <summary>What a spreadsheet would take for a formula.</summary>
    private const string Formula = "=+-@";

    private static readonly string[] French = ["ligne", "telephone", "montant", "nom", "reference", "etat", "remarque", "code", "paye_le"];
    private static readonly string[] English = ["line", "telephone", "amount", "name", "reference", "status", "remark", "code", "paid_at"];

    /// <summary>The mark of UTF-8 and the heading.</summary>
    public static string Heading(string language) => "\ufeff" + Join(language == "en" ? English : French);

    /// <summary>One line.</summary>
    public static string Line(BulkLine line, string language)
    {
        string? code = line.Problem ?? line.Failure ?? line.Warning;
        return Join([
            line.Number.ToString(CultureInfo.InvariantCulture),
            Say.Phone(line.Phone).Replace('\u00a0', ' '),
            line.WrittenAmount is { } written ? Guard(written) : line.Amount.ToString(CultureInfo.InvariantCulture),
            Guard(line.Name),
            Guard(line.Reference),
            Status(line.Status, language),
            code is null ? "" : ProblemCatalog.Find(code).In(language).Title,
            code ?? "",
            line.PaidAt is { } at ? at.ToString("u", CultureInfo.InvariantCulture) : ""]);
    }

    /// <summary>A field that no spreadsheet executes.</summary>
    public static string Guard(string field) => LooksLikeFormula(field) ? "'" + field : field;

    /// <summary>The field that <see cref="Guard"/> was given.</summary>
    public static string Unguard(string field) => field.Length > 1 && field[0] == '\'' && LooksLikeFormula(field[1..]) ? field[1..] : field;

    /// <summary>Fields as one record, quoted where they must be.</summary>
    public static string Join(IEnumerable<string> fields) => new StringBuilder().AppendJoin(Separator, fields.Select(Quote)).Append("\r\n").ToString();

    private static string Quote(string field) =>
        field.AsSpan().ContainsAny("\";,\t\r\n") || field != field.Trim() ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    private static bool LooksLikeFormula(string field)
    {
        ReadOnlySpan<char> bare = field.AsSpan().TrimStart('\'');
        return bare.Length > 0 && Formula.Contains(bare[0], StringComparison.Ordinal);
    }

    private static string Status(BulkLineStatus status, string language) => (status, language == "en") switch
    {
        (BulkLineStatus.Ready, true) => "to pay",
        (BulkLineStatus.Paid, true) => "paid",
        (BulkLineStatus.Failed, true) => "not paid",
        (_, true) => "to correct",
        (BulkLineStatus.Ready, _) => "à payer",
        (BulkLineStatus.Paid, _) => "payée",
        (BulkLineStatus.Failed, _) => "non payée",
        _ => "à corriger",
    };
}
