using System.Collections.Concurrent;
using Npgsql;

namespace Postmobile.Money;

/// <summary>The rows of accounts: numbers are given out and accounts opened here; later changes go through the writer.</summary>
internal sealed class AccountBook(NpgsqlDataSource database)
{
    /// <summary>Numbers are fetched so many at a time; those that a silo leaves behind are never used.</summary>
    private const int Block = 64;

    private readonly SemaphoreSlim _fetching = new(1);
    private readonly ConcurrentQueue<long> _free = new();

    /// <summary>A number nobody has had.</summary>
    public async Task<AccountId> Allocate()
    {
        long number;
        while (!_free.TryDequeue(out number))
        {
            await _fetching.WaitAsync();
            try
            {
                if (_free.IsEmpty)
                {
                    await Fetch();
                }
            }
            finally
            {
                _fetching.Release();
            }
        }

        return new AccountId(number);
    }

    private async Task Fetch()
    {
        await using NpgsqlCommand command = database.CreateCommand("select nextval('account_number') from generate_series(1, $1)");
        command.Parameters.Add(new() { Value = Block });
        await using NpgsqlDataReader numbers = await command.ExecuteReaderAsync();
        while (await numbers.ReadAsync())
        {
            _free.Enqueue(numbers.GetInt64(0));
        }
    }

    /// <summary>Writes the row of a new account; an account that is there already stays as it is.</summary>
    public async Task Insert(AccountId account, AccountOpening opening, DateTimeOffset at)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            insert into account (id, kind, currency, floor, tier, frozen, closed, owner, display_name, phone, language, opened_at)
            values ($1, $2, $3, $4, $5, 0, false, $6, $7, $8, $9, $10) on conflict (id) do nothing
            """);
        NpgsqlParameterCollection p = command.Parameters;
        p.Add(new NpgsqlParameter<long> { TypedValue = account.Value });
        p.Add(new NpgsqlParameter<short> { TypedValue = (short)opening.Kind });
        p.Add(new NpgsqlParameter<short> { TypedValue = (short)opening.Currency });
        p.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint, Value = opening.Kind == AccountKind.Trust ? DBNull.Value : 0L });
        p.Add(new NpgsqlParameter<short> { TypedValue = opening.Tier });
        p.Add(new NpgsqlParameter<string> { TypedValue = opening.Profile.Owner });
        p.Add(new NpgsqlParameter<string> { TypedValue = opening.Profile.DisplayName });
        p.Add(new NpgsqlParameter<string> { TypedValue = opening.Profile.Phone });
        p.Add(new NpgsqlParameter<string> { TypedValue = opening.Profile.Language });
        p.Add(new NpgsqlParameter<DateTime> { TypedValue = at.UtcDateTime });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Opens the post's own accounts; they are the same in every database.</summary>
    public async Task OpenPostAccounts(DateTimeOffset at)
    {
        (AccountId, AccountKind, string)[] own =
        [
            (PostAccounts.Trust, AccountKind.Trust, "Compte de cantonnement"),
            (PostAccounts.Fees, AccountKind.Fees, "Frais"),
            (PostAccounts.Commissions, AccountKind.Commissions, "Commissions"),
            (PostAccounts.Taxes, AccountKind.Taxes, "Taxes"),
            (PostAccounts.Suspense, AccountKind.Suspense, "Compte d’attente"),
        ];
        foreach ((AccountId account, AccountKind kind, string name) in own)
        {
            await Insert(account, new AccountOpening { Kind = kind, Profile = new AccountProfile { DisplayName = name } }, at);
        }
    }
}
