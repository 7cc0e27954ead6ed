using Postmobile.Money;

namespace Postmobile.Identity;

/// <summary>The decisions about a person that need no cluster.</summary>
public static class CustomerRules
{
    /// <summary>How long an operator's check of identity stands in for a known device.</summary>
    public static readonly TimeSpan PinResetAllowance = TimeSpan.FromDays(1);

    /// <summary>How soon the ledger is asked again after it did not answer.</summary>
    public static readonly TimeSpan LedgerRetry = TimeSpan.FromSeconds(10);

    // A tier that has no limits: what an agent or a merchant may hold is between them and the post.
    private const short Unlimited = 0;

    private const int NameMax = 80;

    /// <summary>The name as it is kept, or null when it cannot be one.</summary>
    public static string? CleanName(string? name)
    {
        string clean = string.Join(' ', (name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Normalize();
        bool ok = clean.Length is > 0 and <= NameMax && !clean.Any(c => char.IsControl(c) || c is '<' or '>' || char.IsSurrogate(c));
        return ok ? clean : null;
    }

    /// <summary>Whether there are words in this language.</summary>
    public static bool KnowsLanguage(string? language) => language is not null && SmsTexts.Languages.Contains(language);

    /// <summary>Roles that two operators must agree on.</summary>
    public static bool IsGrave(Role role) => role is Role.Operator or Role.Accountant;

    /// <summary>The person as others see them.</summary>
    public static CustomerView View(string key, CustomerState state) => new()
    {
        Id = new CustomerId(key),
        Phone = state.Phone.Length > 0 ? new PhoneNumber(state.Phone) : null,
        Name = state.Name,
        Language = state.Language,
        Roles = [.. state.Roles],
        Wallet = new AccountId(state.Wallet),
        Float = Account(state.Float),
        Merchant = Account(state.Merchant),
        Blocked = state.BlockedAt is not null,
        SessionVersion = state.SessionVersion,
        PinSet = state.PinHash.Length > 0,
        CreatedAt = state.CreatedAt.GetValueOrDefault(),
    };

    /// <summary>The ledger's view of whose the accounts are.</summary>
    public static AccountProfile Profile(string key, CustomerState state) =>
        new() { Owner = key, DisplayName = state.Name, Phone = state.Phone, Language = state.Language };

    /// <summary>The accounts this person has, by kind.</summary>
    public static IEnumerable<(AccountId Account, AccountKind Kind)> Accounts(CustomerState state)
    {
        (long Number, AccountKind Kind)[] all = [(state.Wallet, AccountKind.Wallet), (state.Float, AccountKind.AgentFloat), (state.Merchant, AccountKind.Merchant)];
        return all.Where(account => account.Number > 0).Select(account => (new AccountId(account.Number), account.Kind));
    }

    /// <summary>The tier an account of this person opens with.</summary>
    public static short TierOf(AccountKind kind, CustomerState state) => kind == AccountKind.Wallet ? state.Tier : Unlimited;

    /// <summary>What is stopped on this person's accounts: debits by a block, and whatever operators have ordered.</summary>
    public static Freeze Stopped(CustomerState state) =>
        (state.BlockedAt is null ? Freeze.None : Freeze.Debits) | (state.Restriction?.Freeze ?? Freeze.None);

    /// <summary>What an account that stops this now must stop: what others have ordered of credits stays.</summary>
    public static Freeze Stop(CustomerState state, Freeze now) =>
        (now & ~(state.CreditsStopped ? Freeze.Both : Freeze.Debits)) | Stopped(state);

    /// <summary>Notes a sign-in from a device. A device never seen before is new; one that makes the list too long pushes out the one unseen for longest.</summary>
    public static (Device Device, bool IsNew) SeeDevice(CustomerState state, string keyDigest, string name, DateTimeOffset now)
    {
        int index = state.Devices.FindIndex(device => device.KeyDigest == keyDigest);
        if (index >= 0)
        {
            Device seen = state.Devices[index] with { LastSeenAt = now };
            state.Devices[index] = seen;
            return (seen, false);
        }

        var fresh = new Device { Id = $"d-{Guid.CreateVersion7(now):N}", KeyDigest = keyDigest, Name = name, FirstSeenAt = now, LastSeenAt = now };
        state.Devices.Add(fresh);
        if (state.Devices.Count > CustomerState.DevicesMax)
        {
            state.Devices.Remove(state.Devices.MinBy(device => device.LastSeenAt)!);
            TouchSessions(state, now);
        }

        return (fresh, true);
    }

    /// <summary>Codes by e-mail are counted over this time.</summary>
    public static readonly TimeSpan EmailCodesWindow = TimeSpan.FromDays(1);

    /// <summary>Whether another code may go out by e-mail, to whatever address: null, or resend_too_soon, too_many_requests.</summary>
    public static IdentityRefusal? CheckEmailCode(CustomerState state, DateTimeOffset now, int most)
    {
        if (state.EmailChange is { } change && now < change.Code.SentAt + PendingCode.ResendPause)
        {
            return new IdentityRefusal(IdentityRefusalCode.ResendTooSoon) { RetryAt = change.Code.SentAt + PendingCode.ResendPause };
        }

        DateTimeOffset[] recent = [.. state.EmailCodes.Where(at => at > now - EmailCodesWindow)];
        return recent.Length < most ? null : new IdentityRefusal(IdentityRefusalCode.TooManyRequests) { RetryAt = recent[0] + EmailCodesWindow };
    }

    /// <summary>Ends every session.</summary>
    public static void EndSessions(CustomerState state, DateTimeOffset now)
    {
        state.SessionVersion++;
        TouchSessions(state, now);
    }

    /// <summary>Lets front ends know that devices or version have changed.</summary>
    public static void TouchSessions(CustomerState state, DateTimeOffset now) => state.SessionChangedAt = now.ToUnixTimeMilliseconds();

    /// <summary>Notes that the ledger must hear of something, at once or, should that fail, soon.</summary>
    public static void Owe(CustomerState state, LedgerDebts debts, DateTimeOffset now)
    {
        // The latest word on freezing stands; an older one that was not told yet is void.
        LedgerDebts freezing = LedgerDebts.Freeze | LedgerDebts.Unfreeze;
        state.LedgerDebts = ((debts & freezing) == 0 ? state.LedgerDebts : state.LedgerDebts & ~freezing) | debts;
        state.LedgerDebtsVersion++;
        state.LedgerDebtsDueAt = now + LedgerRetry;
    }

    private static AccountId? Account(long number) => number > 0 ? new AccountId(number) : null;
}
