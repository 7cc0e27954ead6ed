using Microsoft.Extensions.Logging;
using Npgsql;

namespace Postmobile.Money;

/// <summary>The ledger as a whole, for operators.</summary>
[GrainType("money.ledger")]
internal sealed partial class LedgerGrain(
    NpgsqlDataSource database, AccountBook accounts, LedgerVerifier verifier, TimeProvider time, ILogger<LedgerGrain> log) : Grain, ILedgerGrain
{
    private VerificationStatus? _status;
    private Task _verifying = Task.CompletedTask;

    public Task<AccountId> Allocate() => accounts.Allocate();

    public async Task<TrialBalance> TrialBalance()
    {
        // The closed periods' totals and what came since; one statement, so that it adds up.
        await using NpgsqlCommand command = database.CreateCommand(
            """
            with closed as (select coalesce(max(number), 0) as number from ledger_period where closed_at is not null),
            since as (
                select a.kind, p.currency, sum(case when m.side = 1 then p.amount else 0 end) as debits, sum(case when m.side = 2 then p.amount else 0 end) as credits
                from posting p cross join (values (1), (2)) m (side)
                join account a on a.id = case m.side when 1 then p.debit_account else p.credit_account end
                where p.period > (select number from closed) and p.amount > 0
                group by a.kind, p.currency),
            total as (
                select kind, currency, sum(debits) as debits, sum(credits) as credits
                from (select kind, currency, debits, credits from since
                      union all select t.kind, t.currency, t.debits, t.credits from trial_balance t, closed where t.period = closed.number) u
                group by kind, currency)
            select coalesce(t.kind, n.kind), coalesce(t.currency, n.currency), coalesce(n.accounts, 0), coalesce(t.debits, 0)::bigint, coalesce(t.credits, 0)::bigint,
                   (select open_period from ledger_clock), (select encode(digest, 'hex') from ledger_period, closed where ledger_period.number = closed.number)
            from total t full join (select kind, currency, count(*) as accounts from account group by kind, currency) n on n.kind = t.kind and n.currency = t.currency
            order by 2, 1
            """);
        List<TrialBalanceLine> lines = [];
        int open = 0;
        string head = "";
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add(new TrialBalanceLine(
                (AccountKind)reader.GetInt16(0), (Currency)reader.GetInt16(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4)));
            open = reader.GetInt32(5);
            head = reader.IsDBNull(6) ? "" : reader.GetString(6);
        }

        return new TrialBalance(time.GetUtcNow(), open, lines, head);
    }

    public Task<VerificationStatus> StartVerification()
    {
        if (_verifying.IsCompleted)
        {
            _status = new VerificationStatus { StartedAt = time.GetUtcNow() };
            _verifying = Verify();

            // Until then an operator can read what was found, also when nobody asks meanwhile.
            DelayDeactivation(TimeSpan.FromDays(1));
        }

        return Task.FromResult(_status!);
    }

    public Task<VerificationStatus?> Verification() => Task.FromResult(_status);

    private async Task Verify()
    {
        try
        {
            _status = await verifier.Verify(null, new Follow(status => _status = status), CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogFailed(log, failure);
            _status = _status! with
            {
                EndedAt = time.GetUtcNow(),
                Faults = [.. _status.Faults, new LedgerFault("verification_failed", null, null, "the verification could not be finished")],
            };
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The ledger's verification could not be finished.")]
    private static partial void LogFailed(ILogger logger, Exception failure);

    /// <summary>Heard where it is said: on the grain's own scheduler.</summary>
    private sealed class Follow(Action<VerificationStatus> hear) : IProgress<VerificationStatus>
    {
        public void Report(VerificationStatus value) => hear(value);
    }
}
