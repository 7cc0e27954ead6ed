using Postmobile.Api;
using Postmobile.Api.Audit;
using Postmobile.Api.Commerce;
using Postmobile.Api.Hosting;
using Postmobile.Api.Identity;
using Postmobile.Api.Live;
using Postmobile.Api.Money;
using Postmobile.Api.Pages;
using Postmobile.Api.Problems;
using Postmobile.Api.Translations;
using Postmobile.Silo.Hosting;

await FrontEnd.Create(args).RunAsync();

namespace Postmobile.Api
{
    /// <summary>The front end, part by part. Tests start the same one.</summary>
    public static class FrontEnd
    {
        /// <summary>Builds the front end; it is not started yet.</summary>
        /// <param name="args">The command line, whose settings win over those of files and environment.</param>
        /// <param name="configure">The last word on settings and services.</param>
        public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = typeof(FrontEnd).Assembly.GetName().Name });
            builder.AddPostmobile();
            builder.AddPostmobileEdges();
            builder.AddPostmobileProblems();
            builder.AddPostmobileRateLimits();
            builder.AddPostmobileOperations();
            builder.AddPostmobileOpenApi();
            builder.AddPostmobileIdentity();
            builder.AddPostmobileMoney();
            builder.AddUssdGateways();
            builder.AddAgents();
            builder.AddPostmobileBulk();
            builder.AddPapers();
            builder.AddPostmobileTariffs();
            builder.AddMerchants();
            builder.AddShopPages();
            builder.AddCart();
            builder.AddPostmobileLive();
            builder.AddPages();
            configure?.Invoke(builder);

            var app = builder.Build();
            app.UsePostmobileEdges();
            app.UseSecurityHeaders();
            app.UsePostmobileProblems();
            app.UsePages();
            app.UseLiveTokens();
            app.UseRouting();
            app.UseBodyLimits();
            app.UseAuthentication();
            app.UseLanguage();
            app.UseAuthorization();
            app.UseRateLimiter();

            app.MapIdentity();
            app.MapMoney();
            app.MapUssd();
            app.MapAgents();
            app.MapMistakes();
            app.MapBulk();
            app.MapPapers();
            app.MapTariffs();
            app.MapMerchants();
            app.MapSearch();
            app.MapTrust();
            app.MapCart();
            app.MapShops();
            app.MapOrders();
            app.MapAudit();
            app.MapKyc();
            app.MapMonitoring();
            app.MapLive();
            app.MapPostmobileOpenApi();
            app.MapOperations();
            app.MapProblems();
            app.MapPages();
            return app;
        }
    }
}
