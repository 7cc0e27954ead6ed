using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Postmobile.Commerce;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using SkiaSharp;
using Xunit;

namespace Postmobile.Tests.Commerce.Reach;

/// <summary>Links that are shared, the pictures that they show, and pictures that nobody uses.</summary>
[Collection(ReachHost.Collection)]
public sealed class ShareTests(ReachHost world)
{
    private const string Browser = "Mozilla/5.0 (Linux; Android 14) Firefox/140.0";

    private ApiHost Host => world.Host;

    [Fact]
    public async Task A_product_that_is_shared_shows_its_picture_and_its_links_count_by_channel()
    {
        TestShop shop = await TestShop.OpenAsync(Host);
        string id = (await shop.SellAsync(TestShop.Product("A1", 12_500))).GetProperty("id").GetString()!;
        using HttpClient client = Host.NewClient();
        JsonElement share = await (await client.GetAsync($"/api/v1/products/{id}/share")).DemandAsync(200);
        string link = share.GetProperty("links").GetProperty("whatsApp").GetString()!;
        using HttpResponseMessage answer = await FollowAsync(link, Browser);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        await FollowAsync(link, "facebookexternalhit/1.1");
        await FollowAsync(share.GetProperty("links").GetProperty("copy").GetString()!, Browser);

        string html = await client.GetStringAsync(answer.Headers.Location);
        string picture = Regex.Match(html, "<meta property=\"og:image\" content=\"([^\"]+)\"").Groups[1].Value;
        Assert.Equal(share.GetProperty("picture").GetString(), WebUtility.HtmlDecode(picture));
        Assert.StartsWith(Host.Address.ToString(), picture, StringComparison.Ordinal);
        Assert.Contains("<meta name=\"twitter:card\" content=\"summary_large_image\">", html, StringComparison.Ordinal);
        Assert.Contains("https://wa.me/?text=", html, StringComparison.Ordinal);
        byte[] jpeg = await client.GetByteArrayAsync(picture), again = await client.GetByteArrayAsync(picture);
        using SKCodec codec = SKCodec.Create(new MemoryStream(jpeg));
        Assert.Equal((SKEncodedImageFormat.Jpeg, 1_200, 630), (codec.EncodedFormat, codec.Info.Width, codec.Info.Height));
        Assert.True(jpeg.Length <= ShareCards.Max && jpeg.AsSpan().SequenceEqual(again));

        var visits = await Eventually.GetAsync(() => Host.Grains.GetGrain<ILinksGrain>(0).OfShop(new ShopId(shop.Id), DateOnly.MinValue), found => found.Values.Sum() == 2);
        Assert.Equal((1, 1), (visits[ShareChannel.WhatsApp], visits[ShareChannel.Copy]));
        string shopPicture = (await (await client.GetAsync($"/api/v1/shops/{shop.Id}/share")).DemandAsync(200)).GetProperty("picture").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(shopPicture)).StatusCode);
    }

    [Fact]
    public async Task What_is_not_public_has_no_link_and_who_asks_for_pictures_too_often_waits()
    {
        TestShop shop = await TestShop.OpenAsync(Host);
        string draft = (await shop.SellAsync(TestShop.Product("A1"), publish: false)).GetProperty("id").GetString()!;
        using HttpClient client = Host.NewClient();
        await (await client.GetAsync($"/api/v1/products/{draft}/share")).DemandProblemAsync(404, "unknown_product");
        await (await client.GetAsync($"/api/v1/products/{shop.Id}/share")).DemandProblemAsync(404, "unknown_product");
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/s/p999999w")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/s/nothing")).StatusCode);
        using HttpClient greedy = new(new SocketsHttpHandler { ConnectCallback = FromElsewhere }) { BaseAddress = client.BaseAddress };
        HttpStatusCode last = HttpStatusCode.NotFound;
        for (int i = 0; i < 60 && last is HttpStatusCode.NotFound; i++)
        {
            last = (await greedy.GetAsync($"/partage/{draft}.jpg")).StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        last = HttpStatusCode.NotFound;
        for (int i = 0; i < 200 && last is HttpStatusCode.NotFound; i++)
        {
            last = (await greedy.GetAsync("/images/i-00-thumb.webp")).StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public async Task A_picture_that_no_product_used_within_a_week_goes_and_one_in_use_stays()
    {
        TestShop shop = await TestShop.OpenAsync(Host);
        string used = await UploadAsync(shop, 1), unused = await UploadAsync(shop, 2), fresh = await UploadAsync(shop, 3);
        JsonObject product = TestShop.Product("A1");
        product["images"] = new JsonArray(used);
        await shop.SellAsync(product);
        foreach (string old in new[] { used, unused })
        {
            await world.RunAsync("update image set created_at = clock_timestamp() - interval '8 days' where id = $1", old);
        }

        // Two files of which one was sent and never sealed.
        foreach ((string import, string status) in new[] { ("im-left", "uploading"), ("im-busy", "running") })
        {
            await world.RunAsync("insert into document (type, id, version, body) values ('commerce.import', $1, 1, jsonb_build_object('state', jsonb_build_object('status', $2)))", import, status);
            await world.RunAsync("insert into catalogue_import_picture (import, name, content, at) values ($1, 'a.jpg', '\\x00', clock_timestamp() - interval '8 days')", import);
        }

        await Host.Grains.GetGrain<IImageSweepGrain>(ImageSweeps.Key).Sweep();
        await using NpgsqlCommand kept = Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select string_agg(import, ' ') from catalogue_import_picture where import in ('im-left', 'im-busy')");
        Assert.Equal("im-busy", await kept.ExecuteScalarAsync());
        IImagesGrain images = Host.Grains.GetGrain<IImagesGrain>(0);
        Assert.NotNull(await images.Find(used));
        Assert.Null(await images.Find(unused));
        Assert.NotNull(await images.Find(fresh));
        Assert.Equal(unused, await UploadAsync(shop, 2));
    }

    // From an address of its own, so that what it uses up is missing to no other test of this host.
    private static async ValueTask<Stream> FromElsewhere(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.77"), 0));
        await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async Task<string> UploadAsync(TestShop shop, int which)
    {
        using SKBitmap bitmap = new(100, 100 + which);
        bitmap.Erase(new SKColor((byte)(which * 60), 90, 160));
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return (await (await shop.Owner.PutFileAsync("/api/v1/images", png.ToArray(), post: true)).DemandAsync(201)).GetProperty("id").GetString()!;
    }

    private async Task<HttpResponseMessage> FollowAsync(string address, string agent)
    {
        using HttpClient visitor = Host.NewClient();
        visitor.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", agent);
        return await visitor.GetAsync(address);
    }
}
