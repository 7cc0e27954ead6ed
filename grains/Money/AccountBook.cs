using System.Collections.Concurrent;
using Npgsql;
using Postmobile.Documents;

namespace Postmobile.Money;

/// <summary>The rows of accounts: numbers are given out and accounts opened here; later changes go through the writer.</summary>
internal sealed class AccountBook
{
    /// <summary>Numbers are fetched so many at a time; those that a silo leaves behind are never used.</summary>
    private const int Block = 64;

    private readonly NpgsqlDataSource _database;
    private readonly Lane<NewAccount> _openings;
    private readonly SemaphoreSlim _fetching = new(1);
    private readonly ConcurrentQueue<long> _free = new();

    public AccountBook(NpgsqlDataSource database)
    {
        _database = database;
        _openings = new Lane<NewAccount>(queue => Math.Min(queue.Count, Block), Write, (one, failure) => one.Written.TrySetException(failure));
    }

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
        await using NpgsqlCommand command = _database.CreateCommand("select nextval('account_number') from generate_series(1, $1)");
        command.Parameters.Add(new() { Value = Block });
        await using NpgsqlDataReader numbers = await command.ExecuteReaderAsync();
        while (await numbers.ReadAsync())
        {
            _free.Enqueue(numbers.GetInt64(0));
        }
    }

    /// <summary>
    /// Writes the row of a new account; an account that is there already stays as it is. Those of one moment, such as the
    /// escrows of a checkout, are written together.
    /// </summary>
    public Task Insert(AccountId account, AccountOpening opening, DateTimeOffset at)
    {
        NewAccount one = new(account, opening, at);
        _openings.Enter(one);
        return one.Written.Task;
    }

    private async Task Write(List<NewAccount> group)
    {
        await using NpgsqlCommand command = _database.CreateCommand(
            """
            insert into account (id, kind, currency, floor, tier, frozen, closed, owner, display_name, phone, language, opened_at)
            select g.id, g.kind, g.currency, g.floor, g.tier, 0, false, g.owner, g.name, g.phone, g.language, g.at
            from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as g(id, kind, currency, floor, tier, owner, name, phone, language, at)
            order by g.id on conflict (id) do nothing
            """);
        Column(group, one => one.Account.Value);
        Column(group, one => (short)one.Opening.Kind);
        Column(group, one => (short)one.Opening.Currency);
        Column(group, one => one.Opening.Kind == AccountKind.Trust ? null : (long?)0);
        Column(group, one => one.Opening.Tier);
        Column(group, one => one.Opening.Profile.Owner);
        Column(group, one => one.Opening.Profile.DisplayName);
        Column(group, one => one.Opening.Profile.Phone);
        Column(group, one => one.Opening.Profile.Language);
        Column(group, one => one.At.UtcDateTime);
        await command.ExecuteNonQueryAsync();
        group.ForEach(one => one.Written.TrySetResult());

        void Column<T>(List<NewAccount> from, Func<NewAccount, T> value) =>
            command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. from.Select(value)] });
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

    private sealed record NewAccount(AccountId Account, AccountOpening Opening, DateTimeOffset At)
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
