using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Postmobile.Api.Hosting;
using Postmobile.Commerce;
using Postmobile.Logistics;

namespace Postmobile.Api.Commerce;

/// <summary>What search engines are told: where they may look, and every page that everybody may see (sitemaps.org).</summary>
public static class SiteMap
{
    private const string Namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private const int ShopsAtOnce = 500;

    // What is a person's own is nobody's to find.
    private static readonly string[] Own =
    [
        "/wallet", "/agent/", "/operator", "/clerk", "/merchant", "/profile", "/ma-boutique", "/panier", "/commande", "/achats", "/suivi", "/sans-compte", "/parrainage", "/x/", "/s/",
    ];

    /// <summary>Maps the index and its parts; robots.txt names the index.</summary>
    public static WebApplication MapSiteMap(this WebApplication app)
    {
        RouteGroupBuilder group = app.MapGroup("").AllowAnonymous().RequireRateLimiting(RateLimits.Money).ExcludeFromDescription();
        group.MapGet("/robots.txt", Robots);
        group.MapGet("/sitemap.xml", Index);
        group.MapGet("/sitemap-boutiques.xml", Shops);
        group.MapGet("/sitemap-rayons.xml", Rayons);
        group.MapGet("/sitemap-points.xml", Points);
        group.MapGet("/sitemap-produits-{from:long}.xml", Goods);
        return app;
    }

    // The address of a site map is written in full.
    private static ContentHttpResult Robots(HttpRequest request) => TypedResults.Text(
        $"User-agent: *\n{string.Concat(Own.Select(path => $"Disallow: {path}\n"))}Sitemap: {request.Scheme}://{request.Host}/sitemap.xml\n");

    private static async Task<ContentHttpResult> Index(HttpRequest request, IGrainFactory grains)
    {
        string[] parts = ["boutiques", "rayons", "points", .. (await grains.GetGrain<IProductsGrain>(0).SiteMapStarts()).Select(start => "produits-" + start.ToString(CultureInfo.InvariantCulture))];
        StringBuilder xml = new($"<sitemapindex xmlns=\"{Namespace}\">");
        foreach (string part in parts)
        {
            xml.Append("<sitemap><loc>").Append(Absolute(request, $"/sitemap-{part}.xml")).Append("</loc></sitemap>");
        }

        return Xml(xml.Append("</sitemapindex>"));
    }

    private static async Task<ContentHttpResult> Shops(HttpRequest request, IGrainFactory grains)
    {
        StringBuilder xml = Begin();
        string? cursor = null;
        do
        {
            ShopPage page = await grains.GetGrain<IShopsGrain>(0).List(ShopsAtOnce, cursor);
            foreach (ShopLine shop in page.Shops)
            {
                Append(xml, request, Slugs.PathOf(shop.Id, shop.Slug), shop.At);
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return Xml(xml.Append("</urlset>"));
    }

    private static ContentHttpResult Rayons(HttpRequest request)
    {
        StringBuilder xml = Begin();
        foreach (Category category in Categories.All)
        {
            Append(xml, request, "/rayon/" + category.Code, null);
        }

        return Xml(xml.Append("</urlset>"));
    }

    private static async Task<ContentHttpResult> Points(HttpRequest request, IGrainFactory grains)
    {
        StringBuilder xml = Begin();
        Append(xml, request, "/points", null);
        foreach (Point point in await grains.GetGrain<IPointsGrain>(0).List(null))
        {
            Append(xml, request, "/point/" + point.Code, null);
        }

        return Xml(xml.Append("</urlset>"));
    }

    private static async Task<ContentHttpResult> Goods(long from, HttpRequest request, IGrainFactory grains)
    {
        StringBuilder xml = Begin();
        foreach (SiteMapLine line in await grains.GetGrain<IProductsGrain>(0).SiteMap(from))
        {
            Append(xml, request, Slugs.PathOf(line.Id, line.Slug), line.ChangedAt);
        }

        return Xml(xml.Append("</urlset>"));
    }

    private static StringBuilder Begin() => new($"<urlset xmlns=\"{Namespace}\">");

    // Slugs and codes are of letters, digits and hyphens: nothing in them needs escaping. The host is the visitor's own word.
    private static void Append(StringBuilder xml, HttpRequest request, string path, DateTimeOffset? at)
    {
        xml.Append("<url><loc>").Append(Absolute(request, path)).Append("</loc>");
        if (at is { } changed)
        {
            xml.Append("<lastmod>").Append(changed.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)).Append("</lastmod>");
        }

        xml.Append("</url>");
    }

    private static string Absolute(HttpRequest request, string path) => System.Security.SecurityElement.Escape($"{request.Scheme}://{request.Host}{path}");

    private static ContentHttpResult Xml(StringBuilder xml) => TypedResults.Text("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml, "application/xml");
}
