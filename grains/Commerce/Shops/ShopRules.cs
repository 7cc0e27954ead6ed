using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>What a shop may say of itself, and how it goes from one state to another: pure.</summary>
internal static class ShopRules
{
    /// <summary>The most people beside the owner.</summary>
    public const int StaffMax = 50;

    private const int StoryMax = 4_000;
    private const int PolicyMax = 2_000;
    private const int ReasonMax = 500;
    private const int Midnight = 24 * 60;

    /// <summary>The state that follows, or why none does.</summary>
    public readonly record struct Decision(ShopState? Next, ShopRefusal? Refusal, string? Field = null)
    {
        public static implicit operator Decision(ShopState next) => new(next, null);

        public static implicit operator Decision(ShopRefusal refusal) => new(null, refusal);
    }

    /// <summary>The first field at fault, or null.</summary>
    public static string? Check(ShopProfile profile) =>
        !IsLine(profile.Name, 2, 60) ? "name"
        : !IsText(profile.Story, StoryMax) ? "story"
        : !Congo.Departments.Contains(profile.Origin.Department) ? "department"
        : !IsLine(profile.Origin.Town, 2, 60) ? "town"
        : !IsLine(profile.Origin.Address, 0, 140) ? "address"
        : !IsPlace(profile.Origin) ? "latitude"
        : profile.ReturnDays is < 0 or > 60 ? "returnDays"
        : !IsText(profile.ReturnPolicy, PolicyMax) ? "returnPolicy"
        : !AreHours(profile.Hours) ? "hours"
        : !AreHolidays(profile.Holidays) ? "holidays"
        : !IsPicture(profile.Logo) ? "logo"
        : !IsPicture(profile.Banner) ? "banner"
        : !ShopColours.All.Contains(profile.Colour) ? "colour"
        : null;

    /// <summary>Somebody applies. The same again is the same.</summary>
    public static Decision Apply(ShopState state, string owner, string ownerName, ShopProfile profile, DateTimeOffset now)
    {
        if (Check(profile) is { } field)
        {
            return new Decision(null, ShopRefusal.InvalidField, field);
        }

        if (state.Owner.Length > 0)
        {
            return state.Owner == owner && state.Version == 1 && Same(state.Profile!, profile) ? state : ShopRefusal.IdempotencyConflict;
        }

        return new ShopState
        {
            Owner = owner, OwnerName = ownerName, Status = ShopStatus.Pending, Profile = profile, Slug = Slugs.Of(profile.Name), Version = 1, FactsVersion = 1, StatusAtMs = now.ToUnixTimeMilliseconds(),
        };
    }

    /// <summary>The application is handed in; again is the same.</summary>
    public static Decision Submit(ShopState state, short tier, short tierNeeded, DateTimeOffset now) => state switch
    {
        { Status: ShopStatus.Pending, SubmittedAtMs: not null } => state,
        { Status: not (ShopStatus.Pending or ShopStatus.Refused) } => ShopRefusal.ShopState,
        _ when tier < tierNeeded => ShopRefusal.IdentityNeeded,
        _ when state.Papers.All(paper => paper.Kind is not ShopPaperKind.Register) => ShopRefusal.PapersMissing,
        _ => state with { Status = ShopStatus.Pending, SubmittedAtMs = now.ToUnixTimeMilliseconds(), StatusAtMs = now.ToUnixTimeMilliseconds(), Version = state.Version + 1 },
    };

    /// <summary>Whether papers and profile may still be changed by the applicant.</summary>
    public static bool MayPrepare(ShopState state) => state.Status is ShopStatus.Refused || (state.Status is ShopStatus.Pending && state.SubmittedAtMs is null);

    /// <summary>The post's word on an application.</summary>
    public static Decision Decide(ShopState state, CustomerId by, bool open, string? reason, DateTimeOffset now)
    {
        ShopStatus wanted = open ? ShopStatus.Open : ShopStatus.Refused;
        return state.Status == wanted && state.Decisions is [.., { } last] && last.By == by ? state
            : state is not { Status: ShopStatus.Pending, SubmittedAtMs: not null } ? ShopRefusal.ShopState
            : Concerns(state, by) ? ShopRefusal.OwnCase
            : !open && !IsReason(reason) ? ShopRefusal.ReasonNeeded
            : Move(state with { SubmittedAtMs = open ? state.SubmittedAtMs : null }, wanted, by, open ? "" : reason!.Trim(), now);
    }

    /// <summary>An operator stops its sales.</summary>
    public static Decision Suspend(ShopState state, CustomerId by, string? reason, DateTimeOffset now) =>
        state.Status is ShopStatus.Suspended ? state
        : state.Status is not ShopStatus.Open ? ShopRefusal.ShopState
        : Concerns(state, by) ? ShopRefusal.OwnCase
        : !IsReason(reason) ? ShopRefusal.ReasonNeeded
        : Move(state, ShopStatus.Suspended, by, reason!.Trim(), now);

    /// <summary>An operator lets it sell again.</summary>
    public static Decision Reopen(ShopState state, CustomerId by, DateTimeOffset now) =>
        state.Status is ShopStatus.Open ? state
        : state.Status is not ShopStatus.Suspended ? ShopRefusal.ShopState
        : Concerns(state, by) ? ShopRefusal.OwnCase
        : Move(state, ShopStatus.Open, by, "", now);

    /// <summary>It closes for good; whether it is settled was asked before.</summary>
    public static Decision Close(ShopState state, CustomerId by, bool settled, string? reason, DateTimeOffset now) =>
        state.Status is ShopStatus.Closed ? state
        : !settled ? ShopRefusal.ShopNotSettled
        : Move(state, ShopStatus.Closed, by, (reason ?? "").Trim() is { Length: <= ReasonMax } why ? why : "", now);

    /// <summary>It says something else of itself.</summary>
    public static Decision Edit(ShopState state, ShopProfile profile, long? version) =>
        state.Status is ShopStatus.Closed || (state.Status is ShopStatus.Pending && state.SubmittedAtMs is not null) ? ShopRefusal.ShopState
        : Check(profile) is { } field ? new Decision(null, ShopRefusal.InvalidField, field)
        : version is { } read && read != state.Version ? ShopRefusal.PreconditionFailed
        : Follow(state, state with { Profile = profile, Slug = Slugs.Of(profile.Name), Version = state.Version + 1 });

    /// <summary>Somebody is asked to work there, or is given another role.</summary>
    public static Decision Invite(ShopState state, ShopInvitation invitation)
    {
        if (invitation.Role is ShopRole.Owner || !Enum.IsDefined(invitation.Role))
        {
            return new Decision(null, ShopRefusal.InvalidField, "role");
        }

        if (state.Staff.FirstOrDefault(member => member.Person == invitation.Person) is { } known)
        {
            return known.Role == invitation.Role ? state : state with
            {
                Staff = [.. state.Staff.Select(member => member == known ? known with { Role = invitation.Role } : member)], Version = state.Version + 1,
            };
        }

        var others = state.Invitations.Where(one => one.Person != invitation.Person).ToList();
        return state.Status is ShopStatus.Closed ? ShopRefusal.ShopState
            : state.Staff.Count + others.Count >= StaffMax ? ShopRefusal.ShopStaffFull
            : state with { Invitations = [.. others, invitation], Version = state.Version + 1 };
    }

    /// <summary>They come.</summary>
    public static Decision Accept(ShopState state, CustomerId person)
    {
        if (state.Staff.Any(member => member.Person == person))
        {
            return state;
        }

        return state.Invitations.FirstOrDefault(one => one.Person == person) is not { } invitation ? ShopRefusal.UnknownShop : state with
        {
            Staff = [.. state.Staff, new ShopStaff(person, invitation.Role, invitation.Name)],
            Invitations = [.. state.Invitations.Where(one => one != invitation)],
            Version = state.Version + 1,
        };
    }

    /// <summary>They go.</summary>
    public static ShopState Remove(ShopState state, CustomerId person) =>
        state.Staff.All(member => member.Person != person) && state.Invitations.All(one => one.Person != person) ? state : state with
        {
            Staff = [.. state.Staff.Where(member => member.Person != person)],
            Invitations = [.. state.Invitations.Where(one => one.Person != person)],
            Version = state.Version + 1,
        };

    /// <summary>Whether it takes no orders on this day.</summary>
    public static bool OnHoliday(ShopProfile profile, DateOnly day) => profile.Holidays.Any(holiday => holiday.First <= day && day <= holiday.Last);

    /// <summary>Whether this person owns it or works there.</summary>
    public static bool Concerns(ShopState state, CustomerId person) => state.Owner == person.Value || state.Staff.Any(member => member.Person == person);

    /// <summary>Whether a text is one line that can be printed.</summary>
    public static bool IsLine(string? text, int min, int max) => text is not null && text.Trim().Length >= min && text.Length <= max && IsSound(text) && !text.Any(char.IsControl);

    /// <summary>Whether a text is paragraphs that can be printed.</summary>
    public static bool IsText(string? text, int max) => text is not null && text.Length <= max && IsSound(text) && !text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'));

    /// <summary>Whether this may be the id of a picture of ours; whether there is one is seen when it is shown.</summary>
    public static bool IsPicture(string? id) => id is null || (id is { Length: 34 } && id.StartsWith("i-", StringComparison.Ordinal) && id.AsSpan(2).IndexOfAnyExcept("0123456789abcdef") < 0);

    private static bool IsReason(string? reason) => reason?.Trim() is { Length: >= 3 and <= ReasonMax } && IsText(reason, ReasonMax + 50);

    /// <summary>Whether coordinates are both there and in the country, or both not.</summary>
    public static bool IsPlace(Place place) => place.Latitude is null == place.Longitude is null
        && (place.Latitude is not { } latitude || Congo.Contains(latitude, place.Longitude!.Value));

    /// <summary>Whether these are hours of a week.</summary>
    public static bool AreHours(IReadOnlyList<OpeningHours> hours) => hours.Count <= 21
        && hours.All(one => Enum.IsDefined(one.Day) && one.From >= 0 && one.To <= Midnight && one.From < one.To);

    /// <summary>Whether these are days that end after they begin.</summary>
    public static bool AreHolidays(IReadOnlyList<ShopHoliday> holidays) => holidays.Count <= 40 && holidays.All(holiday => holiday.Last >= holiday.First && IsLine(holiday.Why, 0, 80));

    // Half of a letter outside the basic plane is none, and PostgreSQL takes no U+0000.
    private static bool IsSound(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || char.IsLowSurrogate(text[i]) || (char.IsHighSurrogate(text[i]) && (++i == text.Length || !char.IsLowSurrogate(text[i]))))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Same(ShopProfile one, ShopProfile other) =>
        one with { Hours = [], Holidays = [] } == other with { Hours = [], Holidays = [] } && one.Hours.SequenceEqual(other.Hours) && one.Holidays.SequenceEqual(other.Holidays);

    private static ShopState Move(ShopState state, ShopStatus status, CustomerId by, string reason, DateTimeOffset now) => Follow(state, state with
    {
        Status = status,
        StatusAtMs = now.ToUnixTimeMilliseconds(),
        Decisions = [.. state.Decisions, new ShopDecision(status, by, now, reason)],
        Version = state.Version + 1,
    });

    // What products repeat has changed: they are told, from the first on.
    private static ShopState Follow(ShopState before, ShopState after) =>
        before.Facts == after.Facts ? after : after with { FactsVersion = after.FactsVersion + 1, SpreadAfter = 0 };
}
