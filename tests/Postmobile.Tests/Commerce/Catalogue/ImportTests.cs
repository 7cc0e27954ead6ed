using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Postmobile.Commerce;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Identity.Kyc;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Catalogue;

/// <summary>Files of products in and out, over REST.</summary>
[Collection(ApiHost.Collection)]
public sealed class ImportTests(ApiHost host)
{
    [Fact]
    public async Task A_file_makes_products_and_the_same_file_again_changes_nothing()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        const string File = """
            sku;article;titre;rayon;prix;stock;option1_nom;option1;attr:couleur
            I-1;;Pagne;pagne-wax;9500;12;;;bleu
            I-2;c;Chemise;chemises;8000;3;Taille;M;
            I-3;c;;;8000;4;Taille;L;
            I-4;;Sans rayon;nulle-part;100;;;;
            I-5;;Gratuit;autre;0;;;;
            """;
        JsonElement done = await ImportAsync(shop, Encoding.UTF8.GetBytes(File));
        Assert.Equal((5, 3, 0, 0, 2), Counts(done));
        string report = await shop.Owner.Http.GetStringAsync($"/api/v1/shops/{shop.Id}/imports/{done.GetProperty("id").GetString()}/report.csv");
        Assert.Contains("5;I-4;failed;category;Rayon inconnu;unknown_category", report, StringComparison.Ordinal);
        Assert.Contains("6;I-5;failed;price;", report, StringComparison.Ordinal);

        ProductId shirt = (await host.Grains.GetGrain<IProductsGrain>(0).BySku(new ShopId(shop.Id), "I-3"))!.Value;
        Assert.Equal(shirt, await host.Grains.GetGrain<IProductsGrain>(0).BySku(new ShopId(shop.Id), "I-2"));
        Assert.Equal((3, 4), await LeftAsync(shirt));

        Assert.Equal((5, 0, 0, 3, 2), Counts(await ImportAsync(shop, Encoding.UTF8.GetBytes(File))));
        JsonElement dearer = await ImportAsync(shop, "sku;prix;stock\nI-1;9900;11\nI-2;8000;3\n"u8.ToArray());
        Assert.Equal((2, 0, 1, 1, 0), Counts(dearer));
        Assert.Equal(3, (await shop.Owner.GetAsync($"/api/v1/shops/{shop.Id}/products")).GetProperty("products").GetArrayLength() + 1);
    }

    [Fact]
    public async Task What_is_exported_can_be_imported_and_changes_nothing()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        await ImportAsync(shop, "sku;titre;rayon;prix;stock;description;code_barres\nE-1;Pagne;pagne-wax;9500;5;\"Un.\n\nDeux.\";4006381333931\nE-2;Panier;vannerie;6000;2;;\n"u8.ToArray());
        byte[] file = await shop.Owner.Http.GetByteArrayAsync($"/api/v1/shops/{shop.Id}/products.csv");
        Assert.Equal((2, 0, 0, 2, 0), Counts(await ImportAsync(shop, file)));
    }

    [Fact]
    public async Task Pictures_come_from_a_zip_and_a_picture_that_is_not_there_is_told()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(archive, "articles.csv", "sku;titre;rayon;prix;images\nZ-1;Pagne;pagne-wax;9500;un.jpg|deux.png\nZ-2;Panier;vannerie;6000;trois.jpg\nZ-3;Natte;vannerie;4000;Grande natte, bleue.JPG|un.jpg\nZ-4;Van;vannerie;3000;texte.jpg\n"u8.ToArray());
            Write(archive, "photos/un.jpg", Pictures.Make());
            Write(archive, "photos/grande natte, bleue.jpg", Pictures.Make(320, 200));
            Write(archive, "photos/texte.jpg", "ceci n'est pas une image"u8.ToArray());
            Write(archive, "photos/deux.png", Pictures.Make(300, 300, SkiaSharp.SKEncodedImageFormat.Png));
        }

        JsonElement done = await ImportAsync(shop, zip.ToArray());
        Assert.Equal((4, 2, 0, 0, 2), Counts(done));
        IReadOnlyList<string> first = await ImagesAsync(shop, "Z-1"), third = await ImagesAsync(shop, "Z-3");
        Assert.Equal((2, 2), (first.Count, third.Count));
        Assert.Equal(first[0], third[1]);
        IReadOnlyList<ImportLineReport> lines = await host.Grains.GetGrain<IImportsGrain>(0).Lines(done.GetProperty("id").GetString()!, 0, 10, failedOnly: false);
        Assert.Equal(["", "image_not_found", "", "image_not_found"], lines.Select(line => line.Code));
        await using NpgsqlCommand left = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select count(*) from catalogue_import_picture where import = $1");
        left.Parameters.Add(new() { Value = done.GetProperty("id").GetString()! });
        await Eventually.GetAsync(async () => (long)(await left.ExecuteScalarAsync())!, count => count == 0);
    }

    [Fact]
    public async Task A_zip_that_unpacks_to_more_than_it_may_is_refused()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(archive, "articles.csv", "sku;titre;rayon;prix;images\nB-1;Pagne;pagne-wax;9500;0.jpg\n"u8.ToArray());
            byte[] nothing = new byte[8_000_000];
            foreach (int number in Enumerable.Range(0, 26))
            {
                Write(archive, $"{number}.jpg", nothing);
            }
        }

        await (await SendAsync(shop.Owner, shop.Id, zip.ToArray(), "bomb")).DemandProblemAsync(413, "body_too_large");
    }

    [Fact]
    public async Task Our_own_network_is_never_asked_for_a_picture()
    {
        await using WebApplication inside = await ServeAsync();
        int port = new Uri(inside.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        TestShop shop = await TestShop.OpenAsync(host);
        string file = $"sku;titre;rayon;prix;images\nN-1;Pagne;pagne-wax;9500;http://127.0.0.1:{port}/photo.jpg\nN-2;Pagne;pagne-wax;9500;http://localhost:{port}/photo.jpg\nN-3;Pagne;pagne-wax;9500;file:///etc/passwd\n";
        Assert.Equal((3, 0, 0, 0, 3), Counts(await ImportAsync(shop, Encoding.UTF8.GetBytes(file))));
        Assert.Equal(0, Asked(inside));
    }

    [Fact]
    public async Task A_picture_is_fetched_where_it_may_be_and_no_redirection_is_followed()
    {
        await using WebApplication inside = await ServeAsync();
        string address = inside.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using var allowed = new ImageFetcher(Options.Create(new ImportOptions { AllowPrivateAddresses = true }));
        using var careful = new ImageFetcher(Options.Create(new ImportOptions()));
        Assert.Equal(Pictures.Make(), await allowed.Fetch(address + "/photo.jpg"));
        Assert.Null(await allowed.Fetch(address + "/moved"));
        Assert.Null(await careful.Fetch(address + "/photo.jpg"));
        Assert.Null(await allowed.Fetch(address.Replace("http://", "http://user:secret@", StringComparison.Ordinal) + "/photo.jpg"));
    }

    [Fact]
    public async Task Only_who_keeps_the_catalogue_brings_files_in()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        Person stranger = await Person.JoinAsync(host);
        byte[] file = "sku;prix;titre;rayon\nA;1;Pagne;autre\n"u8.ToArray();
        await (await SendAsync(stranger, shop.Id, file, "k")).DemandProblemAsync(403, "not_shop_staff");
        await (await stranger.Http.GetAsync($"/api/v1/shops/{shop.Id}/products.csv")).DemandProblemAsync(403, "not_shop_staff");
        await (await SendAsync(shop.Owner, shop.Id, "rien"u8.ToArray(), "k")).DemandProblemAsync(422, "import_columns_missing");
        JsonElement first = await (await SendAsync(shop.Owner, shop.Id, file, "k2")).DemandAsync(202), again = await (await SendAsync(shop.Owner, shop.Id, file, "k2")).DemandAsync(202);
        Assert.Equal(first.GetProperty("id").GetString(), again.GetProperty("id").GetString());
    }

    private async Task<IReadOnlyList<string>> ImagesAsync(TestShop shop, string sku)
    {
        ProductId product = (await host.Grains.GetGrain<IProductsGrain>(0).BySku(new ShopId(shop.Id), sku))!.Value;
        return (await host.Grains.GetGrain<IProductGrain>(product.Value).Details())!.Draft.Images;
    }

    private static void Write(ZipArchive archive, string name, byte[] bytes)
    {
        using Stream entry = archive.CreateEntry(name).Open();
        entry.Write(bytes);
    }

    private static (int Lines, int Created, int Updated, int Unchanged, int Failed) Counts(JsonElement import) => (
        import.GetProperty("lines").GetInt32(), import.GetProperty("created").GetInt32(), import.GetProperty("updated").GetInt32(),
        import.GetProperty("unchanged").GetInt32(), import.GetProperty("failed").GetInt32());

    private static async Task<JsonElement> ImportAsync(TestShop shop, byte[] file)
    {
        string id = (await (await SendAsync(shop.Owner, shop.Id, file, Guid.NewGuid().ToString())).DemandAsync(202)).GetProperty("id").GetString()!;
        return await Eventually.GetAsync(() => shop.Owner.GetAsync($"/api/v1/shops/{shop.Id}/imports/{id}"), one => one.GetProperty("status").GetString() == "done");
    }

    private static Task<HttpResponseMessage> SendAsync(Person person, string shop, byte[] file, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/shops/{shop}/imports?file=articles.csv") { Content = new ByteArrayContent(file) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        request.Headers.Add("Idempotency-Key", key);
        return person.Http.SendAsync(request);
    }

    private async Task<(int Medium, int Large)> LeftAsync(ProductId shirt)
    {
        StockView stock = await host.Grains.GetGrain<IStockGrain>(shirt.Value).Look();
        return (stock.Left("I-2"), stock.Left("I-3"));
    }

    private static int Asked(WebApplication inside) => inside.Services.GetRequiredService<Counter>().Asked;

    private static async Task<WebApplication> ServeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Counter>();
        WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(context =>
        {
            context.RequestServices.GetRequiredService<Counter>().Asked++;
            if (context.Request.Path == "/moved")
            {
                context.Response.Redirect("/photo.jpg");
                return Task.CompletedTask;
            }

            return context.Response.Body.WriteAsync(Pictures.Make()).AsTask();
        });
        await app.StartAsync();
        return app;
    }

    private sealed class Counter
    {
        public int Asked { get; set; }
    }
}
