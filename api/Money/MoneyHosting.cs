using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Postmobile.Api.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Puts the money's endpoints into the front end.</summary>
public static class MoneyHosting
{
    /// <summary>Adds what the endpoints need.</summary>
    public static WebApplicationBuilder AddPostmobileMoney(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Payees>();
        builder.Services.TryAddSingleton<IStepUp, SessionStepUp>();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, MoneyJson.Default));
        return builder;
    }

    /// <summary>Maps the money's part of <c>/api/v1</c>.</summary>
    public static WebApplication MapMoney(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup("/api/v1");
        api.MapWallet();
        api.MapTransfers();
        api.MapAgent();
        api.MapFloats();
        api.MapLedger();
        api.MapPost("/ping", Ping).RequireAuthorization(Policies.SignedIn).WithName("ping").WithTags("Service")
            .WithSummary("Checks the token and does nothing: what a request costs before it asks for anything.");
        return app;
    }

    private static NoContent Ping() => TypedResults.NoContent();
}

/// <summary>How the money's views are read and written, generated at build time.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WalletView))]
[JsonSerializable(typeof(StatementView))]
[JsonSerializable(typeof(EventsView))]
[JsonSerializable(typeof(TransferBody))]
[JsonSerializable(typeof(QuoteBody))]
[JsonSerializable(typeof(QuoteView))]
[JsonSerializable(typeof(ReceiptView))]
[JsonSerializable(typeof(CashInBody))]
[JsonSerializable(typeof(CashInView))]
[JsonSerializable(typeof(FloatBody))]
[JsonSerializable(typeof(RejectionBody))]
[JsonSerializable(typeof(FloatView))]
[JsonSerializable(typeof(FloatPageView))]
[JsonSerializable(typeof(TrialBalanceView))]
[JsonSerializable(typeof(VerificationView))]
[JsonSerializable(typeof(LimitLeft))]
[JsonSerializable(typeof(Quote))]
internal sealed partial class MoneyJson : JsonSerializerContext;
