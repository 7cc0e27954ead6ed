using Npgsql;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers.Protection;

namespace Postmobile.Api.Identity;

/// <summary>
/// A refresh token that was redeemed before is in two hands. OpenIddict then revokes the refresh tokens of that sign-in; this
/// ends its access tokens too, which are otherwise not looked up anywhere.
/// </summary>
internal sealed partial class ReuseDetection(IOpenIddictTokenManager tokens, NpgsqlDataSource database, ILogger<ReuseDetection> logger)
    : IOpenIddictServerHandler<ValidateTokenContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
        .UseScopedHandler<ReuseDetection>()
        .SetOrder(ValidateTokenEntry.Descriptor.Order - 500)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.Principal is null || context.TokenId is not { } id || context.Principal.GetTokenType() != TokenTypeIdentifiers.RefreshToken)
        {
            return;
        }

        object? entry = await tokens.FindByIdAsync(id, context.CancellationToken);
        if (entry is not null && context.AuthorizationId is { } chain
            && await tokens.HasStatusAsync(entry, Statuses.Redeemed, context.CancellationToken))
        {
            await using NpgsqlCommand command = database.CreateCommand("insert into revoked_authorization (id) values ($1) on conflict do nothing");
            command.Parameters.Add(new() { Value = chain });
            await command.ExecuteNonQueryAsync(context.CancellationToken);
            LogReuse(context.Principal.GetClaim(Claims.Subject) ?? "");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A refresh token of customer {Customer} came a second time; the sign-in it belongs to has ended.")]
    private partial void LogReuse(string customer);
}
