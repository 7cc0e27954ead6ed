using System.Globalization;
using Npgsql;
using Postmobile.Documents;
using Postmobile.Identity;
using Postmobile.Live;

namespace Postmobile.Money;

/// <inheritdoc cref="IAgentGrain"/>
[GrainType("money.agent")]
internal sealed class AgentGrain([PersistentState("money.agent")] IPersistentState<Document<AgentState>> document, NpgsqlDataSource database)
    : DurableGrain<AgentState>(document), IAgentGrain
{
    private const string TellKind = "tell", BoardKind = "board";

    // What no payment has told of is found within this time.
    private static readonly TimeSpan s_again = TimeSpan.FromMinutes(15);

    // A burst of payments is looked at once.
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(300);

    private const string Through =
        """
        select coalesce(sum(amount) filter (where cash_in), 0)::bigint, coalesce(sum(amount) filter (where not cash_in), 0)::bigint, max(created_at)
        from (select amount, created_at, true as cash_in from posting where debit_account = $1 and kind = 10
              union all
              select amount, created_at, false from posting where credit_account = $1 and kind = 11) through
        """;

    private IGrainTimer? _looking;
    private bool _expected;

    private string Key => this.GetPrimaryKeyString();

    protected override DateTimeOffset? NextWake => State.Float == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(State.SeenAtMs) + s_again;

    public async Task<AgentView?> Look()
    {
        if (await Fresh() is not { } fresh)
        {
            return null;
        }

        if (fresh with { SeenAtMs = State.SeenAtMs } != State)
        {
            await Change(fresh);
        }

        return State.View(Key, Clock.GetUtcNow());
    }

    public async Task<AgentOutcome> Arrange(AgentSettings settings, CustomerId bySupervisor)
    {
        if (await Fresh() is not { } fresh)
        {
            return Refuse(AgentRefusal.UnknownAgent);
        }

        AgentRules.Decision decision = AgentRules.Arrange(fresh, settings, bySupervisor.Value);
        if (decision.Next is { } next)
        {
            Record(bySupervisor.Value, "agent.arrange", string.Create(CultureInfo.InvariantCulture, $"{settings.Name}, {settings.Town}; {settings.Hours}; float {settings.FloatMin}, cash {settings.CashMin}"));
            await Change(AgentRules.Look(next, new(next.InSeen, next.OutSeen, next.FloatSeen, Last(next)), Clock.GetUtcNow()));
        }

        return Answer(decision);
    }

    public Task<AgentOutcome> OpenTill(string key, long counted) => Till(state => AgentRules.OpenTill(state, key, counted, Clock.GetUtcNow()), null);

    public Task<AgentOutcome> MoveCash(string key, long amount, string? reason) =>
        Till(state => AgentRules.MoveCash(state, key, amount, reason), _ => ("till.move", string.Create(CultureInfo.InvariantCulture, $"{amount}; {reason}")));

    public Task<AgentOutcome> CloseTill(string key, long counted, string? explanation) =>
        Till(state => AgentRules.CloseTill(state, key, counted, explanation, Clock.GetUtcNow()), next => ("till.close", string.Create(
            CultureInfo.InvariantCulture, $"expected {next.Past[0].Expected}, counted {counted}, difference {next.Past[0].Difference}; {next.Past[0].Explanation}")));

    public Task Moved()
    {
        if (!_expected)
        {
            _expected = true;
            _looking ??= this.RegisterGrainTimer(LookAgain, new GrainTimerCreationOptions { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan });
            _looking.Change(s_soon, Timeout.InfiniteTimeSpan);
        }

        return Task.CompletedTask;
    }

    protected override Task OnWake(DateTimeOffset now) => LookAgain(CancellationToken.None);

    protected override Task Deliver(OutboxItem item) => item.Kind switch
    {
        TellKind => GrainFactory.TellPerson(item.Read<TellOrder>(), MessageKey(item), Clock),
        BoardKind => GrainFactory.Topic(Topics.For(Role.Supervisor, "agents")).Tell(new Notice { Kind = "agent.changed", Subject = Key, At = Clock.GetUtcNow() }),
        _ => base.Deliver(item),
    };

    private async Task LookAgain(CancellationToken cancellation)
    {
        _expected = false;
        if (await Fresh() is { } fresh)
        {
            await Change(fresh);
        }
    }

    private async Task<AgentOutcome> Till(Func<AgentState, AgentRules.Decision> rule, Func<AgentState, (string Act, string Detail)>? act)
    {
        if (await Fresh() is not { } fresh)
        {
            return Refuse(AgentRefusal.UnknownAgent);
        }

        AgentRules.Decision decision = rule(fresh);
        if (decision.Next is { } next)
        {
            if (act?.Invoke(next) is { } done)
            {
                Record(Key, done.Act, done.Detail);
            }

            await Change(AgentRules.Look(next, new(next.InSeen, next.OutSeen, next.FloatSeen, Last(next)), Clock.GetUtcNow()));
        }

        return Answer(decision);
    }

    private AgentOutcome Answer(AgentRules.Decision decision) =>
        new(State.View(Key, Clock.GetUtcNow()), decision.Refusal, Replayed: decision is { Next: null, Refusal: null });

    private static AgentOutcome Refuse(AgentRefusal refusal) => new(null, refusal);

    private static DateTimeOffset? Last(AgentState state) => state.LastOperationMs is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    /// <summary>The state with what person and ledger say now; nothing is changed yet. Null when this person is no agent.</summary>
    private async Task<AgentState?> Fresh()
    {
        if (await GrainFactory.GetGrain<ICustomerGrain>(Key).Look() is not { Float: { } agentFloat } person)
        {
            return null;
        }

        AccountView? account = await GrainFactory.Account(agentFloat).Look();
        await using NpgsqlCommand command = database.CreateCommand(Through);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = agentFloat.Value });
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync();
        await rows.ReadAsync();
        DateTimeOffset? last = rows.IsDBNull(2) ? null : new DateTimeOffset(rows.GetDateTime(2), TimeSpan.Zero);
        AgentState known = State with { PersonName = person.Name, Phone = person.Phone?.E164 ?? "", Float = agentFloat.Value };
        return AgentRules.Look(known, new(rows.GetInt64(0), rows.GetInt64(1), account?.Balance ?? 0, last), Clock.GetUtcNow());
    }

    private Task Change(AgentState next)
    {
        AgentState before = State;
        State = next;
        if (next with { SeenAtMs = before.SeenAtMs } != before)
        {
            Send(BoardKind, Key);
        }

        Alarm(before, next);
        return Save();
    }

    // The alarm sounds when it rises, not as long as it stands.
    private void Alarm(AgentState before, AgentState next)
    {
        foreach ((bool rose, Words agent, Words supervisor) in new[]
        {
            (next.FloatShort && !before.FloatShort, AgentWords.FloatShort, AgentWords.OfAgent(next, isFloat: true)),
            (next.CashShort && !before.CashShort, AgentWords.CashShort, AgentWords.OfAgent(next, isFloat: false)),
        })
        {
            if (rose)
            {
                Send(TellKind, new TellOrder(Key, agent, "agent.short", Key));
                if (next.Supervisor is { } who && who != Key)
                {
                    Send(TellKind, new TellOrder(who, supervisor, "agent.short", Key));
                }
            }
        }
    }
}
