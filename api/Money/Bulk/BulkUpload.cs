using System.Security.Claims;
using Postmobile.Api.Identity;
using Postmobile.Api.Problems;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>Brings a file into a bulk payment, a thousand lines at a time, without ever holding it whole.</summary>
public sealed class BulkUpload(IGrainFactory grains)
{
    private const int LinesAtOnce = 2_000;

    /// <summary>Uploads a new payment's file. The same key with the same file answers with the first.</summary>
    /// <exception cref="RefusedRequestException">The file is none that could be read.</exception>
    public async Task<BulkOutcome> Create(string id, BulkOpening opening, Stream file, CancellationToken cancellation)
    {
        IBulkGrain batch = grains.GetGrain<IBulkGrain>(id);
        BulkOutcome begun = await batch.Begin(opening);
        if (begun.Refusal is not null)
        {
            return begun;
        }

        return begun.Replayed ? await Compare(begun, file, cancellation) : await Fill(batch, begun.Upload!, file, cancellation);
    }

    /// <summary>Uploads a corrected file in the place of the one that was checked.</summary>
    /// <exception cref="RefusedRequestException">The file is none that could be read.</exception>
    public async Task<BulkOutcome> Replace(string id, BulkActor by, Stream file, CancellationToken cancellation)
    {
        IBulkGrain batch = grains.GetGrain<IBulkGrain>(id);
        BulkOutcome begun = await batch.Reopen(by);
        return begun.Refusal is null ? await Fill(batch, begun.Upload!, file, cancellation) : begun;
    }

    private static async Task<BulkOutcome> Fill(IBulkGrain batch, string upload, Stream file, CancellationToken cancellation)
    {
        BulkCsvReader reader = new(file);
        List<BulkLineInput> some = new(LinesAtOnce);
        await foreach (BulkLineInput line in reader.Read(cancellation))
        {
            some.Add(line);
            if (some.Count == LinesAtOnce)
            {
                if (await batch.Add(upload, some) is { } refusal)
                {
                    return refusal;
                }

                some = new List<BulkLineInput>(LinesAtOnce);
            }
        }

        return some.Count > 0 && await batch.Add(upload, some) is { } last ? last : await batch.Seal(upload, reader.Digest);
    }

    private static async Task<BulkOutcome> Compare(BulkOutcome known, Stream file, CancellationToken cancellation)
    {
        BulkCsvReader reader = new(file);
        await foreach (BulkLineInput _ in reader.Read(cancellation))
        {
            // Only the digest is wanted.
        }

        return reader.Digest == known.Batch!.Digest ? known : BulkRefusal.IdempotencyConflict;
    }
}

/// <summary>Who acts, read from the token or the cookie.</summary>
public static class BulkActors
{
    /// <summary>Whoever asks.</summary>
    public static BulkActor BulkActor(this ClaimsPrincipal user) => new(
        user.Customer(), user.FindFirstValue(ClaimNames.Name) ?? "", user.HasClaim(ClaimNames.Role, nameof(Role.Operator).ToLowerInvariant()));

    /// <summary>The account that a person names to pay from: wallet, merchant, trust, fees, or an account's number.</summary>
    public static AccountId? BulkAccount(this ClaimsPrincipal user, string? name) => name switch
    {
        null => null,
        "trust" => PostAccounts.Trust,
        "fees" => PostAccounts.Fees,
        "float" => null,
        _ => user.Account(name) ?? (Payees.TryReadAccount(name, out AccountId account) ? account : null),
    };
}
