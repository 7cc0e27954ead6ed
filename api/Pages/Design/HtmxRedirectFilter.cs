using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Routing;

namespace Postmobile.Api.Pages.Design;

/// <summary>
/// A form that succeeded sends the browser on. A script's request would follow by itself and put the other page inside this one, so it is
/// told where to go instead.
/// </summary>
public sealed class HtmxRedirectFilter : IAlwaysRunResultFilter
{
    /// <inheritdoc />
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (!context.HttpContext.Request.Headers.ContainsKey("HX-Request") || Target(context) is not { } address)
        {
            return;
        }

        context.HttpContext.Response.Headers["HX-Redirect"] = address;
        context.Result = new StatusCodeResult(StatusCodes.Status200OK);
    }

    /// <inheritdoc />
    public void OnResultExecuted(ResultExecutedContext context)
    {
    }

    private static string? Target(ResultExecutingContext context) => context.Result switch
    {
        LocalRedirectResult local => local.Url,
        RedirectResult redirect => redirect.Url,
        RedirectToPageResult page => (page.UrlHelper ?? UrlHelper(context)).Page(page.PageName, page.PageHandler, page.RouteValues),
        _ => null,
    };

    private static IUrlHelper UrlHelper(ResultExecutingContext context) =>
        context.HttpContext.RequestServices.GetRequiredService<IUrlHelperFactory>().GetUrlHelper(context);
}
