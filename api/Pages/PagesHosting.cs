using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.WebEncoders;
using Npgsql;
using Postmobile.Api.Identity;
using Postmobile.Api.Pages.Design;
using Postmobile.Api.Problems;
using Postmobile.Api.Translations;

namespace Postmobile.Api.Pages;

/// <summary>Puts the web pages into the front end.</summary>
public static class PagesHosting
{
    /// <summary>Adds the pages, their texts and their files.</summary>
    public static WebApplicationBuilder AddPages(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddSingleton<Assets>();
        services.AddSingleton<IStringLocalizer, Texts>();
        services.AddSingleton<Orders>();
        services.AddScoped<PinProof>();

        // Accents as letters, not as &#xE9;: the pages are French and every byte is paid for.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "postmobile.form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.FormFieldName = "antiforgery";
        });
        services.AddRazorPages()
            .AddMvcOptions(options =>
            {
                options.Filters.Add<HtmxRedirectFilter>();
                options.ModelBindingMessageProvider.SetValueMustNotBeNullAccessor(_ => "error.required");
                options.ModelBindingMessageProvider.SetMissingBindRequiredValueAccessor(_ => "error.required");
                options.ModelBindingMessageProvider.SetAttemptedValueIsInvalidAccessor((_, _) => "error.value");
                options.ModelBindingMessageProvider.SetUnknownValueIsInvalidAccessor(_ => "error.value");
                options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            });
        services.PostConfigure<CookieAuthenticationOptions>(AuthSchemes.Cookie, AnswerInPlace);
        return builder;
    }

    // A page that is not for this person answers 403 itself; a script's request is told where to sign in rather than shown
    // it; a program (the hub's client, a scraper of metrics) hears 401, as it would of the API.
    private static void AnswerInPlace(CookieAuthenticationOptions options)
    {
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        options.Events.OnRedirectToLogin = context =>
        {
            if (ProblemExceptionHandler.WantsProblem(context.Request))
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return Task.CompletedTask;
            }

            // What a script asked for is a part of a page; the person comes back to the page itself.
            bool script = context.Request.Headers.ContainsKey("HX-Request");
            context.Response.Headers[script ? "HX-Redirect" : "Location"] = script
                ? "/sign-in?ReturnUrl=" + Uri.EscapeDataString(context.Request.Path)
                : context.RedirectUri;
            context.Response.StatusCode = script ? StatusCodes.Status200OK : StatusCodes.Status302Found;
            return Task.CompletedTask;
        };
    }

    /// <summary>Answers people with pages when something goes wrong. Before routing.</summary>
    public static WebApplication UsePages(this WebApplication app)
    {
        app.UseWhen(context => !ProblemExceptionHandler.WantsProblem(context.Request), pages =>
        {
            pages.UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandlingPath = "/error",
                StatusCodeSelector = exception => exception is TimeoutException or OrleansException or NpgsqlException
                    ? StatusCodes.Status503ServiceUnavailable
                    : StatusCodes.Status500InternalServerError,
            });
            pages.UseStatusCodePagesWithReExecute("/error");
        });
        return app;
    }

    /// <summary>Serves the pages and their files.</summary>
    public static WebApplication MapPages(this WebApplication app)
    {
        app.Services.GetRequiredService<Assets>().Map(app);
        app.MapRazorPages();
        return app;
    }
}
