using Npgsql;
using NpgsqlTypes;
using Postmobile.Documents;
using Postmobile.Identity;

namespace Postmobile.Money;

/// <summary>The numbers that a person has asked quotes for.</summary>
public sealed record PayeesState
{
    /// <summary>Each account once, the one asked for last at the end.</summary>
    public IReadOnlyList<TypedNumber> Numbers { get; init; } = [];
}

/// <summary>A number as the person typed it, and the account that it led to.</summary>
public sealed record TypedNumber(long Account, string Phone);

/// <inheritdoc cref="IPayeesGrain"/>
[GrainType("money.payees")]
internal sealed class PayeesGrain([PersistentState("money.payees")] IPersistentState<Document<PayeesState>> document, NpgsqlDataSource database)
    : DurableGrain<PayeesState>(document), IPayeesGrain
{
    private const int NumbersMax = 60;

    // Kinds by which a person pays a person: transfer, and the payment of a request.
    private const string EverPaid = "select exists (select from posting where debit_account = $1 and credit_account = $2 and amount > 0 and kind in (1, 8))";

    private const string LastPaid =
        """
        select p.credit_account, a.display_name, max(p.created_at), count(*)
        from posting p join account a on a.id = p.credit_account
        where p.debit_account = $1 and p.credit_account = any ($2) and p.amount > 0 and p.kind in (1, 8) and not a.closed
        group by 1, 2 order by 3 desc limit $3
        """;

    // Whom this wallet has paid stays paid; nobody need ask twice.
    private readonly HashSet<AccountId> _paid = [];

    public async Task<bool> Asked(AccountId wallet, AccountId payee, PhoneNumber? phone)
    {
        if (phone is { } typed && State.Numbers.LastOrDefault(number => number.Account == payee.Value)?.Phone != typed.E164)
        {
            State = new PayeesState
            {
                Numbers = [.. State.Numbers.Where(number => number.Account != payee.Value).TakeLast(NumbersMax - 1), new TypedNumber(payee.Value, typed.E164)],
            };
            await Save();
        }

        if (_paid.Contains(payee))
        {
            return false;
        }

        await using NpgsqlCommand command = database.CreateCommand(EverPaid);
        command.Parameters.Add(MistakeRows.Of(NpgsqlDbType.Bigint, wallet.Value));
        command.Parameters.Add(MistakeRows.Of(NpgsqlDbType.Bigint, payee.Value));
        bool paid = (bool)(await command.ExecuteScalarAsync())!;
        if (paid)
        {
            _paid.Add(payee);
        }

        return !paid;
    }

    public async Task<IReadOnlyList<RecentPayee>> Recent(AccountId wallet, int limit)
    {
        Dictionary<long, string> numbers = State.Numbers.ToDictionary(number => number.Account, number => number.Phone);
        if (numbers.Count == 0)
        {
            return [];
        }

        await using NpgsqlCommand command = database.CreateCommand(LastPaid);
        command.Parameters.Add(MistakeRows.Of(NpgsqlDbType.Bigint, wallet.Value));
        command.Parameters.Add(MistakeRows.Of(NpgsqlDbType.Array | NpgsqlDbType.Bigint, numbers.Keys.ToArray()));
        command.Parameters.Add(MistakeRows.Of(NpgsqlDbType.Integer, limit));
        var payees = new List<RecentPayee>();
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            payees.Add(new RecentPayee(new PhoneNumber(numbers[rows.GetInt64(0)]), Masking.Name(rows.GetString(1)), rows.GetFieldValue<DateTimeOffset>(2), rows.GetInt64(3)));
        }

        return payees;
    }
}
