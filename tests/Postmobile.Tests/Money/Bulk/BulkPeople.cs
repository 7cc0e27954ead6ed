using System.Globalization;
using Npgsql;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Tests.Money.Bulk;

/// <summary>Payees by the thousand, put where they would be had they registered.</summary>
internal static class BulkPeople
{
    private static int s_next = Random.Shared.Next(1_000_000, 5_000_000);

    /// <summary>New customers with wallets of the first tier. Answers with their numbers.</summary>
    public static async Task<IReadOnlyList<string>> JoinAsync(NpgsqlDataSource database, int count)
    {
        int first = Interlocked.Add(ref s_next, count) - count;
        await using NpgsqlCommand command = database.CreateCommand(
            """
            with wallets as (
                insert into account (id, kind, currency, floor, tier, frozen, closed, owner, display_name, phone, language, opened_at)
                select nextval('account_number'), 10, 950, 0, 1, 0, false, 'c-' || n, 'Client Test', '+24205' || lpad(n::text, 7, '0'), 'fr', now()
                from generate_series($1::int, $1::int + $2::int - 1) n returning id, phone, owner
            )
            insert into document (type, id, version, body)
            select 'identity.phone', 'tel-' || substr(phone, 2), 1,
                   jsonb_build_object('state', jsonb_build_object('customer', owner, 'wallet', id), 'outbox', '[]'::jsonb, 'lastOutboxId', 0)
            from wallets
            """);
        command.Parameters.Add(new() { Value = first });
        command.Parameters.Add(new() { Value = count });
        await command.ExecuteNonQueryAsync();
        return [.. Enumerable.Range(first, count).Select(n => "+24205" + n.ToString("D7", CultureInfo.InvariantCulture))];
    }

    /// <summary>Numbers that nobody has.</summary>
    public static IEnumerable<string> Strangers(int count)
    {
        int first = Interlocked.Add(ref s_next, count) - count;
        return Enumerable.Range(first, count).Select(n => "+24205" + n.ToString("D7", CultureInfo.InvariantCulture));
    }

    /// <summary>A merchant's account with an owner, money, and a second person who has accepted to act for it.</summary>
    public static async Task<(AccountId Payer, BulkActor Owner, BulkActor Other)> EmployerAsync(IGrainFactory grains, NpgsqlDataSource database, long amount)
    {
        BulkActor owner = new(CustomerId.New(TimeProvider.System), "Comptable", false), other = new(CustomerId.New(TimeProvider.System), "Directrice", false);
        AccountId payer = await grains.GetGrain<ILedgerGrain>(0).Allocate();
        await grains.Account(payer).Open(new AccountOpening { Kind = AccountKind.Merchant, Profile = new AccountProfile { Owner = owner.Customer.Value, DisplayName = "Entreprise Test" } });
        await grains.Account(PostAccounts.Trust).Transfer(new TransferRequest { Key = "fund-" + payer, Payee = payer, Amount = amount, Kind = PostingKind.Demonstration });
        await using NpgsqlCommand command = database.CreateCommand(
            """
            insert into document (type, id, version, body) values ('money.bulk-payer', 'payer-' || $1::bigint, 1, jsonb_build_object('state', jsonb_build_object(
                'account', $1::bigint, 'people', jsonb_build_array(jsonb_build_object('customer', $2::text, 'name', 'D', 'phone', '', 'invitedAtMs', 1, 'acceptedAtMs', 2))),
                'outbox', '[]'::jsonb, 'lastOutboxId', 0))
            """);
        command.Parameters.Add(new() { Value = payer.Value });
        command.Parameters.Add(new() { Value = other.Customer.Value });
        await command.ExecuteNonQueryAsync();
        return (payer, owner, other);
    }
}
