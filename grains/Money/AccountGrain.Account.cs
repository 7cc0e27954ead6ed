namespace Postmobile.Money;

/// <content>Opening, changing and closing the account; what others ask of it.</content>
internal sealed partial class AccountGrain
{
    public async Task<Refusal?> Open(AccountOpening opening)
    {
        if ((Id.Value < AccountId.FirstAllocated) != (opening.Kind < AccountKind.Wallet))
        {
            return RefusalCode.OperationNotAllowed;
        }

        await ledger.Accounts.Insert(Id, opening, ledger.Time.GetUtcNow());
        if (_image.Row is null)
        {
            _image.AskReload();
        }

        await Ready();
        AccountRow row = _image.Row!;
        return row.Currency != opening.Currency ? RefusalCode.CurrencyMismatch
            : row.Kind != opening.Kind ? RefusalCode.OperationNotAllowed
            : null;
    }

    public async Task<AccountView?> Look()
    {
        await Ready();
        if (_image.Row is not { } row)
        {
            return null;
        }

        long held = row.Kind is AccountKind.Holding ? 0 : await ledger.Reader.Held(Id);
        (long balance, long available) = _image.Funds();
        return new AccountView
        {
            Account = Id,
            Kind = row.Kind,
            Currency = row.Currency,
            Balance = balance,
            Available = available,
            Held = held,
            Tier = row.Tier,
            Freeze = row.Freeze,
            Closed = row.Closed,
            Profile = row.Profile,
            Limits = _image.LimitsLeft(ledger.Time.GetUtcNow()),
            StepUpFrom = _image.Limits.StepUpFrom,
        };
    }

    public Task<Refusal?> SetFreeze(Freeze freeze, string reason) =>
        Change(PostingKind.FreezeChanged, reason, row => row with { Freeze = freeze });

    public Task<Refusal?> SetFloor(long floor, string reason) =>
        floor > 0 || Id == PostAccounts.Trust
            ? Task.FromResult<Refusal?>(RefusalCode.OperationNotAllowed)
            : Change(PostingKind.FloorChanged, reason, row => row with { Floor = floor });

    public Task<Refusal?> SetTier(short tier, string reason) =>
        Change(PostingKind.TierChanged, reason, row => row with { Tier = tier });

    public Task<Refusal?> SetProfile(AccountProfile profile) =>
        Change(PostingKind.ProfileChanged, null, row => row with { Profile = profile });

    public async Task<Refusal?> Close(string reason)
    {
        try
        {
            return await CloseWhenEmpty(reason);
        }
        catch (LedgerUnavailableException)
        {
            return RefusalCode.LedgerUnavailable;
        }
    }

    private async Task<Refusal?> CloseWhenEmpty(string reason)
    {
        await Ready();
        if (Id.Value < AccountId.FirstAllocated)
        {
            return RefusalCode.OperationNotAllowed;
        }

        if (_image.Row is not { Closed: false } row)
        {
            return _image.Row is null ? RefusalCode.UnknownAccount : null;
        }

        // Nothing may come or go from here on; what was under way is then in the image, and only zero may be closed.
        Freeze before = row.Freeze;
        Refusal? refused = await SetFreeze(Freeze.Both, reason);
        if (refused is not null)
        {
            return refused;
        }

        _image.AskReload();
        await Ready();
        if (_image.Funds() is not (0, 0) || await ledger.Reader.Held(Id) != 0)
        {
            await SetFreeze(before, reason);
            return RefusalCode.NotEmpty;
        }

        refused = await Change(PostingKind.Closed, reason, current => current with { Closed = true });
        if (refused is null)
        {
            // What came in between the look at the funds and the change was not yet known to be a stray.
            await Reload();
        }

        return refused;
    }

    public async Task<Receipt?> FindByKey(string key) => await Find(TransferId.From(Id, key));

    public async Task<Receipt?> Find(TransferId id) =>
        id.Payer == Id && await ledger.Reader.Find(id) is { Receipt: var receipt } && PaymentRules.MovesMoney(receipt.Kind) ? receipt : null;

    public Task<StatementPage> Statement(StatementQuery query) => ledger.Reader.Statement(Id, query);

    public Task<IReadOnlyList<LiveEvent>> EventsAfter(string? cursor, int limit) =>
        ledger.Reader.Events(Id, EventCursor.Read(cursor) ?? new EventCursor(ledger.Time.GetUtcNow() - TimeSpan.FromDays(1)), Math.Clamp(limit, 1, 500));

    public async Task Watch(ILiveObserver observer)
    {
        await Ready();
        _image.Watch().Add(observer, ledger.Time.GetUtcNow());
        DelayDeactivation(LiveWatchers.Life);
    }

    public async Task<Permit> Permit(PermitRequest request)
    {
        await Ready();
        return _image.Permit(request.Transfer, request.Amount, request.Currency, request.Reserve, ledger.Time.GetUtcNow());
    }

    public Task Credited(CreditNotice notice)
    {
        foreach (Credit credit in notice.Credits)
        {
            _image.Credit(notice.Incarnation, notice.TransactionId, credit.Transfer, credit.Amount, out long balance);
            _image.Watchers?.Tell(() => LiveEvents.Received(Id, credit, balance));
        }

        // Told by message because it slept, or is elsewhere than its payer: it may have been closed since the permit.
        return _image.Row is null or { Closed: true } ? Reload() : Task.CompletedTask;
    }

    public async Task Reload()
    {
        _image.AskReload();
        await Ready();
        if (_image.Row is { Closed: true } row && _image.Balance is > 0 and long stray)
        {
            // Permitted before it was closed, committed after: it is somebody's money, and suspense finds out whose.
            await Pay(new Payment
            {
                Id = TransferId.From(Id, DerivedKey.Stray()),
                RequestHash = 0,
                Legs = [new PendingLeg(PostAccounts.Suspense, stray, PostingKind.Transfer)],
                Currency = row.Currency,
                Kind = PostingKind.Transfer,
                EvenClosed = true,
            });
        }
    }

    /// <summary>A change of the account is a posting of zero in its own sequence: a second activation meets the fence.</summary>
    private async Task<Refusal?> Change(PostingKind kind, string? reason, Func<AccountChange, AccountChange> change)
    {
        if (!PaymentRules.ValidNote(reason))
        {
            return RefusalCode.MemoInvalid;
        }

        // One change after the other: each begins from the row that the one before left.
        SemaphoreSlim turn = _changing ??= new SemaphoreSlim(1);
        await turn.WaitAsync();
        try
        {
            return await ChangeInTurn(kind, reason, change);
        }
        catch (LedgerUnavailableException)
        {
            return RefusalCode.LedgerUnavailable;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<Refusal?> ChangeInTurn(PostingKind kind, string? reason, Func<AccountChange, AccountChange> change)
    {
        TransferId id = new(Id, Guid.CreateVersion7());
        for (int attempt = 0; attempt < AttemptsMax; attempt++)
        {
            await Ready();
            if (_image.Row is not { } row)
            {
                return RefusalCode.UnknownAccount;
            }

            if (row.Closed)
            {
                return RefusalCode.AccountClosed;
            }

            AccountChange changed = change(new AccountChange(row.Floor, row.Tier, row.Freeze, row.Closed, row.Profile));
            if (_image.Promise(0, 0, ledger.Time.GetUtcNow(), evenClosed: true, out Line line) is { } refusal)
            {
                return refusal;
            }

            PostResult result = await ledger.Writer.Post(
                new PendingTransfer(id, line, [new PendingLeg(Id, 0, kind)], row.Currency) { Change = changed, Memo = reason });
            _image.Settle(line, 0, 0, default, result.Fate is PostFate.Posted, result.LastNumber);
            switch (result.Fate)
            {
                case PostFate.Posted:
                    _image.Changed(changed);
                    long balance = _image.Balance;
                    _image.Watchers?.Tell(() => LiveEvents.Changed(id, kind, balance, result.At));
                    return null;
                case PostFate.Duplicate:
                    // In doubt, and found to have been written after all: the next load brings the row.
                    _image.AskReload();
                    await Ready();
                    return null;
                case PostFate.Unavailable:
                    return RefusalCode.LedgerUnavailable;
                case PostFate.Unknown:
                    return RefusalCode.OutcomeUnknown;
                default:
                    break;
            }
        }

        return RefusalCode.LedgerUnavailable;
    }
}
