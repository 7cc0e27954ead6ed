namespace Postmobile.Money;

/// <summary>
/// What this silo believes of one account: the rules of money live here. The account's grain owns it; the ledger's writer
/// adds credits to it directly, so it guards itself. It may be behind on credits and never spends what is not there.
/// </summary>
internal sealed partial class AccountImage(AccountId id, MoneyOptions options)
{
    private readonly Lock _gate = new();
    private Snapshot? _snapshot;
    private long _credits;
    private long _debits;
    private DateOnly _day;
    private long _usedToday;
    private long _usedThisMonth;
    private Line _line = new(0, Guid.Empty);
    private AccountRow? _row;
    private TierLimits _limits = TierLimits.None;

    public AccountId Id { get; } = id;

    /// <summary>The account's row; null when it was never opened.</summary>
    public AccountRow? Row => _row;

    public TierLimits Limits => _limits;

    /// <summary>When the credits were last read, in ticks of the time provider.</summary>
    public long LoadedAt { get; private set; }

    /// <summary>The ledger's epoch at that moment.</summary>
    public int Epoch { get; private set; } = -1;

    /// <summary>Whether a decision needs a load first.</summary>
    public bool MustLoad(int epoch) => Epoch != epoch || _line.Dead || _reloadAsked;

    public long Balance
    {
        get
        {
            lock (_gate)
            {
                return _credits - _debits;
            }
        }
    }

    /// <summary>Balance and what of it can be spent, of one moment.</summary>
    public (long Balance, long Available) Funds()
    {
        lock (_gate)
        {
            return (_credits - _debits, AvailableLocked());
        }
    }

    /// <summary>
    /// Decides on a debit and promises it, in one step. Null when promised: <paramref name="line"/> is then what the
    /// promise stands on, and <see cref="Settle"/> must follow.
    /// </summary>
    public Refusal? Promise(long total, long counted, DateTimeOffset now, bool evenClosed, out Line line)
    {
        lock (_gate)
        {
            line = _line;
            if (Refuse(total, counted, now, evenClosed) is { } refusal)
            {
                return refusal;
            }

            line.Promised += total;
            _usedToday += counted;
            _usedThisMonth += counted;
            return null;
        }
    }

    /// <summary>What <see cref="Promise"/> would say, promising nothing.</summary>
    public Refusal? Foresee(long total, long counted, DateTimeOffset now)
    {
        lock (_gate)
        {
            return Refuse(total, counted, now, evenClosed: false);
        }
    }

    /// <summary>
    /// Ends a promise made on a day of Brazzaville: what did not happen gives back its part of that day's limit, not of the
    /// next day's. Returns the balance afterwards.
    /// </summary>
    public long Settle(Line line, long total, long counted, DateOnly promisedOn, bool posted, long lastNumber)
    {
        lock (_gate)
        {
            line.Promised -= total;
            if (ReferenceEquals(line, _line))
            {
                if (posted)
                {
                    _debits += total;
                }
                else
                {
                    _usedToday -= promisedOn == _day ? counted : 0;
                    _usedThisMonth -= BrazzavilleCalendar.MonthOf(promisedOn) == BrazzavilleCalendar.MonthOf(_day) ? counted : 0;
                }
            }
            else if (posted && lastNumber > _line.Loaded)
            {
                // A newer image was loaded before this posting was visible: it does not contain it.
                _line.Kill();
            }

            return _credits - _debits;
        }
    }

    /// <summary>The limits that hold and what is left of them.</summary>
    public List<LimitLeft> LimitsLeft(DateTimeOffset now)
    {
        lock (_gate)
        {
            RollDay(now);
            List<LimitLeft> left = [];
            if (_limits.Operation is { } operation)
            {
                left.Add(new LimitLeft(LimitName.Operation, operation, operation, null));
            }

            if (_limits.Day is { } day)
            {
                left.Add(DayLeft(day));
            }

            if (_limits.Month is { } month)
            {
                left.Add(MonthLeft(month));
            }

            if (_limits.Balance is { } balance)
            {
                left.Add(new LimitLeft(LimitName.Balance, balance, Math.Max(0, balance - (_credits - _debits)), null));
            }

            return left;
        }
    }

    /// <summary>After a change of the account itself was written.</summary>
    public void Changed(AccountChange change)
    {
        lock (_gate)
        {
            _row = _row! with { Floor = change.Floor, Tier = change.Tier, Freeze = change.Freeze, Closed = change.Closed, Profile = change.Profile };
            _limits = options.Tiers.GetValueOrDefault(change.Tier, TierLimits.None);
            _yes = null;
            _maskedPhone = null;
        }
    }

    private long AvailableLocked()
    {
        long free = _credits - _debits - _line.Promised;
        return _row is { Floor: { } floor } ? free - floor : _row is null ? 0 : long.MaxValue / 2;
    }

    private Refusal? Refuse(long total, long counted, DateTimeOffset now, bool evenClosed)
    {
        if (_row is null)
        {
            return RefusalCode.UnknownAccount;
        }

        if (_row.Closed && !evenClosed)
        {
            return RefusalCode.AccountClosed;
        }

        if (_row.Freeze.HasFlag(Freeze.Debits) && !evenClosed)
        {
            return RefusalCode.AccountFrozen;
        }

        return RefuseByLimit(counted, now) ?? (AvailableLocked() < total ? RefusalCode.InsufficientFunds : (Refusal?)null);
    }

    private Refusal? RefuseByLimit(long counted, DateTimeOffset now)
    {
        if (counted == 0)
        {
            return null;
        }

        RollDay(now);
        if (_limits.Operation is { } operation && counted > operation)
        {
            return new Refusal(RefusalCode.LimitExceeded) { Limit = new LimitLeft(LimitName.Operation, operation, operation, null) };
        }

        if (_limits.Day is { } day && _usedToday + counted > day)
        {
            return new Refusal(RefusalCode.LimitExceeded) { Limit = DayLeft(day) };
        }

        return _limits.Month is { } month && _usedThisMonth + counted > month
            ? new Refusal(RefusalCode.LimitExceeded) { Limit = MonthLeft(month) }
            : null;
    }

    private LimitLeft DayLeft(long limit) =>
        new(LimitName.Day, limit, Math.Max(0, limit - _usedToday), BrazzavilleCalendar.Start(_day.AddDays(1)));

    private LimitLeft MonthLeft(long limit) =>
        new(LimitName.Month, limit, Math.Max(0, limit - _usedThisMonth), BrazzavilleCalendar.Start(BrazzavilleCalendar.MonthOf(_day).AddMonths(1)));

    private void RollDay(DateTimeOffset now)
    {
        DateOnly today = BrazzavilleCalendar.Day(now);
        if (today <= _day)
        {
            return;
        }

        if (BrazzavilleCalendar.MonthOf(today) != BrazzavilleCalendar.MonthOf(_day))
        {
            _usedThisMonth = 0;
        }

        _usedToday = 0;
        _day = today;
    }
}

/// <summary>The account's row in the ledger's database.</summary>
internal sealed record AccountRow(
    AccountKind Kind, Currency Currency, long? Floor, short Tier, Freeze Freeze, bool Closed, AccountProfile Profile);
