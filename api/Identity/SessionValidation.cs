using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using OpenIddict.Validation;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Validation.OpenIddictValidationEvents;

namespace Postmobile.Api.Identity;

/// <summary>Refuses a token whose signature is good but whose session has ended.</summary>
internal sealed class SessionValidation(Sessions sessions) : IOpenIddictValidationHandler<ValidateTokenContext>
{
    public static OpenIddictValidationHandlerDescriptor Descriptor { get; } = OpenIddictValidationHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
        .UseSingletonHandler<SessionValidation>()
        .SetOrder(OpenIddictValidationHandlers.Protection.ValidateExpirationDate.Descriptor.Order + 500)
        .SetType(OpenIddictValidationHandlerType.Custom)
        .Build();

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.Principal is { } principal && !await sessions.Allows(principal))
        {
            context.Reject(Errors.InvalidToken, "The session has ended.");
        }
    }

    /// <summary>The same for cookies.</summary>
    public static async Task ValidateCookie(CookieValidatePrincipalContext context)
    {
        Sessions sessions = context.HttpContext.RequestServices.GetRequiredService<Sessions>();
        if (context.Principal is null || !await sessions.Allows(context.Principal))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(AuthSchemes.Cookie);
        }
    }
}
