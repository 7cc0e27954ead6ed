namespace Postmobile.Money;

/// <content>The payee's side: loads, credits, permits, watchers.</content>
internal sealed partial class AccountImage
{
    private readonly record struct Waiting(Guid Incarnation, ulong Transaction, long Amount);

    private List<Waiting>? _waiting;
    private bool _loading;
    private volatile bool _reloadAsked;
    private Dictionary<TransferId, (long Amount, DateTimeOffset Until)>? _permits;
    private long _permitted;
    private Permit? _yes;
    private string? _maskedPhone;

    /// <summary>Front ends that show this account now.</summary>
    public LiveWatchers? Watchers { get; private set; }

    /// <summary>The grain has gone; whoever still holds this image must ask the grain instead.</summary>
    public bool Gone { get; private set; }

    /// <summary>Before a load is sent: what is credited from now on is kept and weighed against the load's snapshot.</summary>
    public void BeginLoad()
    {
        lock (_gate)
        {
            _loading = true;
            _reloadAsked = false;
            _waiting = null;
        }
    }

    public void LoadFailed()
    {
        lock (_gate)
        {
            _loading = false;
            _reloadAsked = true;
        }
    }

    /// <summary>
    /// Takes in a load. While the line lives only the credits are replaced, since the account knows its own debits better
    /// than any snapshot; otherwise everything is, and a new line begins.
    /// </summary>
    /// <returns>
    /// By how much the credits counted so far exceed those that the ledger has: zero, since a credit is counted only after
    /// its commit. Anything else is money that was counted twice.
    /// </returns>
    public long EndLoad(AccountLoad load, int epoch, long loadedAt)
    {
        lock (_gate)
        {
            long? counted = _snapshot?.Incarnation == load.Snapshot.Incarnation ? _credits : null;
            bool whole = _snapshot is null || _row is null || _line.Dead || _line.Incarnation != load.Snapshot.Incarnation || load.LastNumber > _line.Last;
            if (whole)
            {
                _line.Kill();
                _line = new Line(load.LastNumber, load.Snapshot.Incarnation);
                _row = load.Row;
                _limits = load.Row is null ? TierLimits.None : options.Tiers.GetValueOrDefault(load.Row.Tier, TierLimits.None);
                _debits = load.Debits;
                _day = load.Day;
                _usedToday = load.UsedToday;
                _usedThisMonth = load.UsedThisMonth;
                _yes = null;
                _maskedPhone = null;
            }

            _snapshot = load.Snapshot;
            _credits = load.Credits;
            foreach (Waiting waiting in _waiting ?? [])
            {
                if (waiting.Incarnation != load.Snapshot.Incarnation)
                {
                    _reloadAsked = true;
                }
                else if (!load.Snapshot.Sees(waiting.Transaction))
                {
                    _credits += waiting.Amount;
                }
            }

            _waiting = null;
            _loading = false;
            Epoch = epoch;
            LoadedAt = loadedAt;
            return counted > _credits ? counted.Value - _credits : 0;
        }
    }

    /// <summary>
    /// Compares with what a closed period left, which has been settled and told long since; and reads the credits again at
    /// the next touch in any case. An image that reads again anyhow is not judged.
    /// </summary>
    public ImageDifference Check(long debits, long credits, int epoch)
    {
        lock (_gate)
        {
            if (_snapshot is null || _loading || Gone || MustLoad(epoch))
            {
                return ImageDifference.None;
            }

            _reloadAsked = true;
            if (_debits < debits)
            {
                _line.Kill();
                return ImageDifference.Ahead;
            }

            return _credits < credits ? ImageDifference.Behind : ImageDifference.None;
        }
    }

    /// <summary>
    /// Adds a committed credit, once: only if the load's snapshot had not seen it. False when the image is gone and the
    /// message must go to the grain.
    /// </summary>
    public bool Credit(Guid incarnation, ulong transaction, TransferId transfer, long amount, out long balance)
    {
        lock (_gate)
        {
            balance = _credits - _debits;
            if (Gone)
            {
                return false;
            }

            if (_permits is not null && _permits.Remove(transfer, out (long Amount, DateTimeOffset Until) permit))
            {
                _permitted -= permit.Amount;
            }

            if (_loading)
            {
                (_waiting ??= []).Add(new Waiting(incarnation, transaction, amount));
            }

            if (_snapshot is null)
            {
                return true;
            }

            if (_snapshot.Incarnation != incarnation)
            {
                _reloadAsked = true;
            }
            else if (!_snapshot.Sees(transaction))
            {
                _credits += amount;
                balance += amount;
            }

            return true;
        }
    }

    /// <summary>Credits may have been missed: the next decision reads them again.</summary>
    public void AskReload() => _reloadAsked = true;

    /// <summary>May this much come in? Keeps room for it when the account has a cap and <paramref name="reserve"/> is set.</summary>
    public Permit Permit(TransferId transfer, long amount, Currency currency, bool reserve, DateTimeOffset now)
    {
        lock (_gate)
        {
            RefusalCode? refusal = _row switch
            {
                null => RefusalCode.UnknownPayee,
                { Closed: true } => RefusalCode.PayeeClosed,
                { } row when row.Freeze.HasFlag(Freeze.Credits) => RefusalCode.PayeeFrozen,
                { } row when row.Currency != currency => RefusalCode.CurrencyMismatch,
                _ => null,
            };
            if (refusal is null && _limits.Balance is { } cap)
            {
                refusal = Reserve(cap, transfer, amount, reserve, now);
            }

            return refusal is null
                ? _yes ??= new Permit { MaskedName = Masking.Name(_row!.Profile.DisplayName), MaskedPhone = MaskedPhone, Kind = _row.Kind }
                : new Permit { Refusal = refusal };
        }
    }

    /// <summary>The transfer will not come after all.</summary>
    public void Withdraw(TransferId transfer)
    {
        lock (_gate)
        {
            if (_permits is not null && _permits.Remove(transfer, out (long Amount, DateTimeOffset Until) permit))
            {
                _permitted -= permit.Amount;
            }
        }
    }

    /// <summary>The owner's telephone as others see it.</summary>
    public string MaskedPhone => _maskedPhone ??= Masking.Phone(_row?.Profile.Phone ?? "");

    /// <summary>Whether it has been loaded at all and still lives; otherwise its grain must be asked.</summary>
    public bool CanAnswer => _snapshot is not null && !Gone && _row is not null;

    public LiveWatchers Watch() => Watchers ??= new LiveWatchers();

    public void Unwatch() => Watchers = null;

    /// <summary>Ends the image's life.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            Gone = true;
        }
    }

    private RefusalCode? Reserve(long cap, TransferId transfer, long amount, bool reserve, DateTimeOffset now)
    {
        if (_permits is { Count: > 0 } && _credits - _debits + _permitted + amount > cap)
        {
            foreach ((TransferId stale, (long Amount, DateTimeOffset Until) permit) in _permits.ToArray())
            {
                if (permit.Until < now && _permits.Remove(stale))
                {
                    _permitted -= permit.Amount;
                }
            }
        }

        long already = _permits is not null && _permits.TryGetValue(transfer, out (long Amount, DateTimeOffset Until) mine) ? mine.Amount : 0;
        if (_credits - _debits + _permitted - already + amount > cap)
        {
            return RefusalCode.BalanceCapExceeded;
        }

        if (reserve)
        {
            (_permits ??= [])[transfer] = (amount, now + options.PermitLife);
            _permitted += amount - already;
        }

        return null;
    }
}
