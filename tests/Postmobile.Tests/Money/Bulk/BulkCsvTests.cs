using System.Text;
using CsCheck;
using Postmobile.Api.Money;
using Postmobile.Api.Problems;
using Postmobile.Money;
using Xunit;

namespace Postmobile.Tests.Money.Bulk;

/// <summary>Files as people's programs write them.</summary>
public sealed class BulkCsvTests
{
    // Everything that a name can hold in one line: quotes, separators, accents, formulas, gaps within.
    private static readonly Gen<string> Field = Gen.OneOf(Gen.Char.AlphaNumeric, Gen.Int[0, 13].Select(i => "\";,\t '=+-@éɔ’€"[i]))
        .Array[0, 12].Select(letters => new string(letters).Trim());

    [Fact]
    public void Whatever_is_written_is_read_again_however_it_arrives() => Gen.Select(Field.Array[4].Array[1, 20], Gen.Int[1, 40]).Sample((rows, piece) =>
    {
        string text = BulkCsv.Join(["telephone", "montant", "nom", "reference"]) + string.Concat(rows.Select(row => BulkCsv.Join(row.Select(BulkCsv.Guard))));
        List<BulkLineInput> read = Read(Encoding.UTF8.GetBytes(text), piece);
        string[][] expected = [.. rows.Where(row => row.Any(field => field.Trim(' ', '\t', ';', ',').Length > 0) || row.Any(field => field.Length > 0 && field.AsSpan().ContainsAny("\";,\t")))];
        Assert.Equal(expected.Select(row => string.Join('|', row)), read.Select(line => string.Join('|', line.Phone, line.Amount, line.Name, line.Reference)));
        Assert.All(read, line => Assert.Null(line.Fault));
    });

    [Theory]
    [InlineData("telephone;montant;nom;reference\n066000001;1500;Néné;R1")]
    [InlineData("Nom,Montant (FCFA),N° Téléphone,Référence\r\nNéné,1500,066000001,R1\r\n")]
    [InlineData("\"Numéro de téléphone\"\t\"Montant\"\t\"Nom et prénom\"\t\"Motif\"\n066000001\t1500\tNéné\tR1\n\n")]
    [InlineData("amount;extra;phone;name;ref\n1500;x;066000001;\"Néné\" ;R1")]
    [InlineData("066000001;1500;Néné;R1")]
    public void Headers_and_separators_are_understood(string file)
    {
        foreach (byte[] bytes in new[] { Encoding.UTF8.GetBytes(file), [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(file)], Encoding.Latin1.GetBytes(file) })
        {
            BulkLineInput line = Assert.Single(Read(bytes));
            Assert.Equal(("066000001", "1500", "Néné", "R1", null), (line.Phone, line.Amount, line.Name, line.Reference, line.Fault));
        }
    }

    [Fact]
    public void A_line_that_makes_no_sense_stops_nothing()
    {
        string file = "telephone;montant;nom\n066000001;1;a\n066000002;2;\"never closed\n\n;;;\n066000003;3;\"closed\" and more\n" + new string('x', 30_000) + ";1\n066000004;4\n066000005;5;last";
        List<BulkLineInput> lines = Read(Encoding.UTF8.GetBytes(file));
        Assert.Equal([(2, null), (3, "bulk_line_malformed"), (6, "bulk_line_malformed"), (7, "bulk_line_malformed"), (8, null), (9, (string?)null)], lines.Select(line => (line.Number, line.Fault)));
        Assert.Equal("", lines[4].Name);
        Assert.Equal("last", lines[5].Name);
    }

    [Theory]
    [InlineData("PK\u0003\u0004 a spreadsheet", "bulk_not_csv")]
    [InlineData("t\0e\0l\0", "bulk_not_csv")]
    [InlineData("", "bulk_no_lines")]
    [InlineData("\n\n ; ;\n", "bulk_no_lines")]
    [InlineData("nom;prenom\na;b", "bulk_columns_missing")]
    [InlineData("telephone;nom\n1;b", "bulk_columns_missing")]
    [InlineData("{}", "bulk_columns_missing")]
    public void What_is_no_list_of_payees_is_refused(string file, string code) =>
        Assert.Equal(code, Assert.Throws<RefusedRequestException>(() => Read(Encoding.UTF8.GetBytes(file))).Code);

    [Fact]
    public void A_report_can_be_uploaded_again_as_it_is()
    {
        BulkLine line = new() { Number = 7, Phone = "+242066000001", Amount = 1500, Name = "=SUM(A1)", Reference = "a;\"b\"", Status = BulkLineStatus.Failed, Failure = "unknown_payee" };
        BulkLine bad = line with { Number = 8, Phone = "06", WrittenAmount = "12,5", Amount = 0, Status = BulkLineStatus.Faulty, Problem = "bulk_amount_unreadable" };
        foreach (string language in new[] { "fr", "en", "ln", "ktu" })
        {
            string report = BulkCsv.Heading(language) + BulkCsv.Line(line, language) + BulkCsv.Line(bad, language);
            Assert.Contains("'=SUM", report, StringComparison.Ordinal);
            List<BulkLineInput> read = Read(Encoding.UTF8.GetBytes(report));
            Assert.Equal(("=SUM(A1)", "a;\"b\"", "1500"), (read[0].Name, read[0].Reference, read[0].Amount));
            Assert.True(BulkLineRules.TryReadPhone(read[0].Phone, out string phone));
            Assert.Equal("+242066000001", phone);
            Assert.Equal("12,5", read[1].Amount);
        }
    }

    [Fact]
    public void The_same_bytes_have_the_same_digest()
    {
        byte[] file = Encoding.UTF8.GetBytes("telephone;montant\n066000001;1500\n");
        string whole = DigestOf(file, file.Length), pieces = DigestOf(file, 3), other = DigestOf([.. file, (byte)'\n'], 3);
        Assert.Equal(whole, pieces);
        Assert.NotEqual(whole, other);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)), whole);
    }

    private static string DigestOf(byte[] file, int piece)
    {
        BulkCsvReader reader = new(new Dripping(file, piece));
        _ = reader.Read().ToBlockingEnumerable().Count();
        return reader.Digest;
    }

    private static List<BulkLineInput> Read(byte[] file, int piece = 100_000) => [.. new BulkCsvReader(new Dripping(file, piece)).Read().ToBlockingEnumerable()];

    /// <summary>A file that comes in pieces, as over a bad line.</summary>
    private sealed class Dripping(byte[] file, int piece) : MemoryStream(file)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, piece)], cancellationToken);
    }
}
