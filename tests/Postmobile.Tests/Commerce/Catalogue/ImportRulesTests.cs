using System.Net;
using System.Text;
using Postmobile.Api.Commerce;
using Postmobile.Api.Problems;
using Postmobile.Commerce;
using Xunit;

namespace Postmobile.Tests.Commerce.Catalogue;

/// <summary>What a file of products means, and from where pictures may be fetched: without a cluster.</summary>
public sealed class ImportRulesTests
{
    [Theory]
    [InlineData("sku;titre;prix\nA-1;Pagne à fleurs;9 500\n\nA-2;Panier;6000\n")]
    [InlineData("\ufeffsku,title,price\r\nA-1,\"Pagne à fleurs\",9 500\r\nA-2,Panier,6000\r\n")]
    [InlineData("prix\tsku\ttitre\n9 500\tA-1\tPagne à fleurs\n6000\tA-2\tPanier")]
    public async Task A_file_is_read_whatever_program_wrote_it(string text)
    {
        List<ImportLine> lines = await ReadAsync(Encoding.UTF8.GetBytes(text));
        Assert.Equal(["A-1", "A-2"], lines.Select(line => line.Cells["sku"]));
        Assert.Equal("Pagne à fleurs", lines[0].Cells["title"]);
        Assert.Equal(9_500, ImportRules.Read([lines[0]], null).Draft!.Variants[0].Price);
    }

    [Fact]
    public async Task Windows_letters_and_paragraphs_in_quotes_are_understood_and_formulas_lose_their_guard()
    {
        Encoding windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        List<ImportLine> lines = await ReadAsync(windows.GetBytes("sku;titre;description;prix\nA-1;Bœuf séché;\"Un.\n\nDeux; trois.\";100\nA-2;'=1+1;x;100\n"));
        Assert.Equal("Bœuf séché", lines[0].Cells["title"]);
        Assert.Equal("Un.\n\nDeux; trois.", lines[0].Cells["description"]);
        Assert.Equal("=1+1", lines[1].Cells["title"]);
    }

    [Theory]
    [InlineData("titre;prix\nA;1\n", "import_columns_missing")]
    [InlineData("", "import_not_csv")]
    public async Task A_file_that_is_none_is_refused(string text, string code) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<RefusedRequestException>(() => ReadAsync(Encoding.UTF8.GetBytes(text)))).Code);

    [Fact]
    public void Lines_of_one_article_are_variants_of_one_product_and_an_empty_cell_changes_nothing()
    {
        ImportLine small = Line(2, ("sku", "S-M"), ("article", "chemise"), ("title", "Chemise"), ("category", "chemises"), ("price", "8000"), ("option1_name", "Taille"), ("option1", "M"), ("attr:couleur", "bleu"));
        ImportLine large = Line(3, ("sku", "S-L"), ("article", "chemise"), ("price", "9000"), ("option1", "L"));
        Assert.Equal(ImportRules.GroupOf(small), ImportRules.GroupOf(large));
        ProductDraft draft = ImportRules.Read([small, large], null).Draft!;
        Assert.Equal(["M", "L"], draft.Variants.Select(variant => variant.Options["Taille"]));
        Assert.Null(ProductRules.Check(draft));

        ProductDraft again = ImportRules.Read([Line(2, ("sku", "S-L"), ("price", "9500"))], draft).Draft!;
        Assert.Equal((8_000, 9_500, "Chemise", "bleu"), (again.Variants[0].Price, again.Variants[1].Price, again.Title, again.Attributes["couleur"]));
    }

    [Theory]
    [InlineData("sku", "", "sku")]
    [InlineData("price", "gratuit", "price")]
    [InlineData("price", "0", "price")]
    [InlineData("compare_at", "50", "compare_at")]
    [InlineData("weight_g", "-3", "weight_g")]
    [InlineData("status", "peut-être", "status")]
    public void A_cell_at_fault_is_named(string column, string value, string field)
    {
        var cells = new Dictionary<string, string> { ["sku"] = "A", ["price"] = "100", ["title"] = "Article", ["category"] = "autre", [column] = value };
        ImportRules.Meaning meaning = ImportRules.Read([new ImportLine(7, cells)], null);
        Assert.Equal(("invalid_field", field, 7), (meaning.Code, meaning.Field, meaning.Line));
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.20.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("160.113.0.1", true)]
    [InlineData("2a00:1450:4007::1", true)]
    public void Pictures_are_fetched_from_the_open_net_alone(string address, bool open) => Assert.Equal(open, ImageFetcher.IsPublic(IPAddress.Parse(address)));

    private static ImportLine Line(int number, params (string Column, string Value)[] cells) => new(number, cells.ToDictionary(cell => cell.Column, cell => cell.Value));

    private static async Task<List<ImportLine>> ReadAsync(byte[] file)
    {
        List<ImportLine> lines = [];
        await foreach (ImportLine line in new CatalogueReader(new MemoryStream(file)).Read())
        {
            lines.Add(line);
        }

        return lines;
    }
}
