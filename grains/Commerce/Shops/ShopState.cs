using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Commerce;

/// <summary>What lies in a shop's document.</summary>
public sealed record ShopState
{
    /// <summary>Who applied; empty until then.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The owner's name, as the wallet knows it.</summary>
    public string OwnerName { get; init; } = "";

    /// <summary>How it stands.</summary>
    public ShopStatus Status { get; init; }

    /// <summary>What it says of itself.</summary>
    public ShopProfile? Profile { get; init; }

    /// <summary>The name in addresses.</summary>
    public string Slug { get; init; } = "";

    /// <summary>The account of its takings; 0 until the post has opened the shop once.</summary>
    public long Account { get; init; }

    /// <summary>The commission plan.</summary>
    public string Plan { get; init; } = CommissionPlans.All[0].Code;

    /// <summary>Papers, one a kind.</summary>
    public IReadOnlyList<ShopPaper> Papers { get; init; } = [];

    /// <summary>When the application was handed in; null while it is prepared.</summary>
    public long? SubmittedAtMs { get; init; }

    /// <summary>When its status changed last, so that SQL can sort by it.</summary>
    public long StatusAtMs { get; init; }

    /// <summary>Decisions, oldest first.</summary>
    public IReadOnlyList<ShopDecision> Decisions { get; init; } = [];

    /// <summary>Staff beside the owner.</summary>
    public IReadOnlyList<ShopStaff> Staff { get; init; } = [];

    /// <summary>Who was asked and has not answered.</summary>
    public IReadOnlyList<ShopInvitation> Invitations { get; init; } = [];

    /// <summary>Keys of its own programs, the newest first; revoked ones for a while.</summary>
    public IReadOnlyList<ShopKeyState> Keys { get; init; } = [];

    /// <summary>Counts the changes.</summary>
    public long Version { get; init; }

    /// <summary>Counts the changes of what products repeat of it.</summary>
    public long FactsVersion { get; init; }

    /// <summary>The number of the last product that has heard of <see cref="FactsVersion"/>; null: all have.</summary>
    public long? SpreadAfter { get; init; }

    internal ShopFacts Facts => new()
    {
        Version = FactsVersion,
        Open = Status is ShopStatus.Open,
        Name = Profile!.Name,
        Department = Profile.Origin.Department,
        Town = Profile.Origin.Town,
    };

    internal Shop View(ShopId id, DateTimeOffset now) => new()
    {
        Id = id,
        Slug = Slug,
        Name = Profile!.Name,
        Status = Status,
        Owner = new CustomerId(Owner),
        Account = new AccountId(Account),
        Staff = [new ShopStaff(new CustomerId(Owner), ShopRole.Owner, OwnerName), .. Staff],
        Origin = Profile.Origin,
        CommissionBasisPoints = (CommissionPlans.Find(Plan) ?? CommissionPlans.All[0]).BasisPoints,
        ReturnDays = Profile.ReturnDays,
        ServesGuests = Profile.ServesGuests,
        Programs = [.. Keys.Where(key => key.RevokedAtMs is null && Status is not ShopStatus.Closed).Select(key => new ShopProgram(new CustomerId(key.Id), key.Name, ShopScopes.Roles(key.Scopes)))],
        TakesOrders = Status is ShopStatus.Open && Account > 0 && !ShopRules.OnHoliday(Profile, BrazzavilleCalendar.Day(now)),
    };

    internal ShopDetails Details(ShopId id, DateTimeOffset now) => new()
    {
        Shop = View(id, now),
        Profile = Profile!,
        Version = Version,
        Plan = Plan,
        Papers = Papers,
        SubmittedAt = SubmittedAtMs is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
        Decisions = Decisions,
        Invitations = Invitations,
        Facts = Facts,
    };
}

/// <summary>A key of a shop's own program. Of its secrets there are only digests: they are random, so that nobody can try them all.</summary>
public sealed record ShopKeyState
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>What it is good for.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The digest of its secret.</summary>
    public required string Hash { get; init; }

    /// <summary>Who made it.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required long AtMs { get; init; }

    /// <summary>When a token was last given for it.</summary>
    public long? UsedAtMs { get; init; }

    /// <summary>The digest of the secret before.</summary>
    public string PreviousHash { get; init; } = "";

    /// <summary>Until when the secret before opens.</summary>
    public long? PreviousUntilMs { get; init; }

    /// <summary>When it was revoked.</summary>
    public long? RevokedAtMs { get; init; }

    internal ShopKey View(DateTimeOffset now) => new()
    {
        Id = new ShopKeyId(Id),
        Name = Name,
        Scopes = Scopes,
        By = new CustomerId(By),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(AtMs),
        LastUsedAt = UsedAtMs is { } used ? DateTimeOffset.FromUnixTimeMilliseconds(used) : null,
        PreviousUntil = PreviousUntilMs is { } until && until > now.ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null,
        RevokedAt = RevokedAtMs is { } revoked ? DateTimeOffset.FromUnixTimeMilliseconds(revoked) : null,
    };
}
