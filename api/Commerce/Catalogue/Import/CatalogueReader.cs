using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Postmobile.Api.Money;
using Postmobile.Api.Problems;
using Postmobile.Commerce;

namespace Postmobile.Api.Commerce;

/// <summary>
/// Reads a file of products, whatever program wrote it: separated by semicolon, comma or tab; UTF-8 or the Latin letters of Windows; columns
/// named in French or English, in any order.
/// </summary>
internal sealed class CatalogueReader(Stream file)
{
    /// <summary>The columns by their names in English, with those in French.</summary>
    public static readonly IReadOnlyDictionary<string, string> Columns = new Dictionary<string, string>
    {
        ["sku"] = "sku", ["article"] = "article", ["title"] = "titre", ["description"] = "description", ["brand"] = "marque", ["category"] = "rayon",
        ["price"] = "prix", ["compare_at"] = "ancien_prix", ["stock"] = "stock", ["status"] = "statut", ["images"] = "images", ["gtin"] = "code_barres",
        ["weight_g"] = "poids_g", ["length_mm"] = "longueur_mm", ["width_mm"] = "largeur_mm", ["height_mm"] = "hauteur_mm",
        ["option1_name"] = "option1_nom", ["option1"] = "option1", ["option2_name"] = "option2_nom", ["option2"] = "option2", ["option3_name"] = "option3_nom", ["option3"] = "option3",
    };

    private const int CellMax = 10_000;
    private const int ColumnsMax = 120;
    private const int SampleMax = 64 * 1024;

    private static readonly Dictionary<string, string> Names = Columns.SelectMany(one => new[] { (Name: one.Key, one.Key), (Name: one.Value, one.Key) })
        .DistinctBy(one => one.Name).ToDictionary(one => one.Name, one => one.Key);

    private static readonly Encoding Windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The lines that say something.</summary>
    /// <exception cref="RefusedRequestException">import_not_csv, import_columns_missing, import_too_many_lines.</exception>
    public async IAsyncEnumerable<ImportLine> Read()
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true,
            DetectDelimiterValues = [";", ",", "\t"],
            BadDataFound = null,
            MissingFieldFound = null,
            HeaderValidated = null,
            TrimOptions = TrimOptions.Trim,
        };
        using var text = new StreamReader(file, await IsUtf8() ? Encoding.UTF8 : Windows, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        using var csv = new CsvReader(text, configuration);
        string?[] columns = await Head(csv);
        int lines = 0;
        while (await csv.ReadAsync())
        {
            var cells = new Dictionary<string, string>();
            for (int i = 0; i < columns.Length && i < csv.Parser.Count; i++)
            {
                string cell = csv.Parser[i];
                if (columns[i] is { } column && cell.Length > 0)
                {
                    cells[column] = BulkCsv.Unguard(cell.Length <= CellMax ? cell : cell[..CellMax]).Replace("\0", "", StringComparison.Ordinal);
                }
            }

            if (cells.Count == 0)
            {
                continue;
            }

            yield return ++lines <= Imports.LinesMax ? new ImportLine(csv.Parser.Row, cells) : throw new RefusedRequestException("import_too_many_lines");
        }
    }

    private static async Task<string?[]> Head(CsvReader csv)
    {
        if (!await csv.ReadAsync() || csv.Parser.Count > ColumnsMax)
        {
            throw new RefusedRequestException("import_not_csv");
        }

        string?[] columns = [.. Enumerable.Range(0, csv.Parser.Count).Select(i => Column(csv.Parser[i]))];
        return columns.Contains("sku") && columns.Contains("price") ? columns : throw new RefusedRequestException("import_columns_missing");
    }

    private static string? Column(string name)
    {
        name = name.Trim().TrimStart('\ufeff').ToLowerInvariant();
        return name.StartsWith("attr:", StringComparison.Ordinal) && name.Length <= 60 ? name : Names.GetValueOrDefault(name);
    }

    // A letter of Windows' alphabet above 127 is, as a rule, no UTF-8.
    private async Task<bool> IsUtf8()
    {
        byte[] sample = new byte[SampleMax];
        int count = await file.ReadAtLeastAsync(sample, SampleMax, throwOnEndOfStream: false);
        file.Position = 0;
        ReadOnlySpan<byte> read = sample.AsSpan(0, count);
        return System.Text.Unicode.Utf8.IsValid(count == SampleMax ? read[..(read.LastIndexOf((byte)'\n') + 1)] : read);
    }
}
