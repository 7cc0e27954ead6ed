using System.Text.Json;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.EntityFrameworkCore.Models;
using Postmobile.Commerce;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Postmobile.Api.Identity;

/// <summary>
/// Clients as OpenIddict sees them: those of its table, and the keys of shops' own programs, which lie in their shop's document and
/// are made up here for the time of a request. So a key that is revoked there is unknown here, and its secret is checked by the shop.
/// </summary>
internal sealed class ShopKeyApplications(
    IOpenIddictApplicationCache<OpenIddictEntityFrameworkCoreApplication> cache,
    ILogger<OpenIddictApplicationManager<OpenIddictEntityFrameworkCoreApplication>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<OpenIddictEntityFrameworkCoreApplication> store,
    IGrainFactory grains) : OpenIddictApplicationManager<OpenIddictEntityFrameworkCoreApplication>(cache, logger, options, store)
{
    public override async ValueTask<OpenIddictEntityFrameworkCoreApplication?> FindByClientIdAsync(string identifier, CancellationToken cancellationToken = default) =>
        !ShopKeyId.TryParse(identifier, out ShopKeyId id) ? await base.FindByClientIdAsync(identifier, cancellationToken)
        : await grains.GetGrain<IShopKeysGrain>(id.Shop.Value).Standing(id) is { } key ? Describe(key)
        : null;

    public override async ValueTask<bool> ValidateClientSecretAsync(OpenIddictEntityFrameworkCoreApplication application, string secret, CancellationToken cancellationToken = default) =>
        ShopKeyId.TryParse(application.ClientId, out ShopKeyId id)
            ? await grains.GetGrain<IShopKeysGrain>(id.Shop.Value).Prove(id, secret)
            : await base.ValidateClientSecretAsync(application, secret, cancellationToken);

    // Without an id of its own: the table of tokens has nothing to refer to.
    private static OpenIddictEntityFrameworkCoreApplication Describe(ShopKey key) => new()
    {
        Id = null,
        ClientId = key.Id.Value,
        ClientType = ClientTypes.Confidential,
        DisplayName = key.Name,
        Permissions = JsonSerializer.Serialize<string[]>(
            [Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials, .. key.Scopes.Select(scope => Permissions.Prefixes.Scope + scope)]),
    };
}
