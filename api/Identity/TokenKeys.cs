using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace Postmobile.Api.Identity;

/// <summary>
/// Loads the keys of the tokens before the first request and hands them to OpenIddict. RSA, because what happens thousands of
/// times a second is checking a signature, and there RSA is the fastest.
/// </summary>
internal sealed class TokenKeys(KeyMaterial material) : IHostedService, IConfigureOptions<OpenIddictServerOptions>
{
    private const int RsaBits = 2048;

    private SecurityKey? signing;
    private SecurityKey? encryption;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        byte[] pkcs8 = await material.GetOrCreate("token-signing", NewRsa, cancellationToken);
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(pkcs8, out _);
        signing = new RsaSecurityKey(rsa) { KeyId = KeyId(rsa) };
        byte[] symmetric = await material.GetOrCreate("token-encryption", () => RandomNumberGenerator.GetBytes(32), cancellationToken);
        encryption = new SymmetricSecurityKey(symmetric);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Configure(OpenIddictServerOptions options)
    {
        if (signing is null || encryption is null)
        {
            throw new InvalidOperationException("The keys of the tokens are not loaded yet.");
        }

        options.SigningCredentials.Add(new SigningCredentials(signing, SecurityAlgorithms.RsaSha256));
        options.EncryptionCredentials.Add(new EncryptingCredentials(encryption, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
    }

    private static byte[] NewRsa()
    {
        using var rsa = RSA.Create(RsaBits);
        return rsa.ExportPkcs8PrivateKey();
    }

    private static string KeyId(RSA rsa) => Base64UrlEncoder.Encode(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()).AsSpan(0, 12).ToArray());
}
