namespace Postmobile.Api.Identity;

/// <summary>Names of the authorization policies. Each names who may, not what they may do.</summary>
public static class Policies
{
    /// <summary>Anyone with a wallet.</summary>
    public const string Customer = nameof(Customer);

    /// <summary>Whoever buys: anyone with a wallet, or a guest with a confirmed number.</summary>
    public const string Buyer = nameof(Buyer);

    /// <summary>Merchants.</summary>
    public const string Merchant = nameof(Merchant);

    /// <summary>Agents.</summary>
    public const string Agent = nameof(Agent);

    /// <summary>Couriers.</summary>
    public const string Courier = nameof(Courier);

    /// <summary>Warehouse workers.</summary>
    public const string Warehouse = nameof(Warehouse);

    /// <summary>The call centre.</summary>
    public const string Support = nameof(Support);

    /// <summary>Operators.</summary>
    public const string Operator = nameof(Operator);

    /// <summary>Accountants.</summary>
    public const string Accountant = nameof(Accountant);

    /// <summary>Other companies' software.</summary>
    public const string Partner = nameof(Partner);

    /// <summary>Clerks of the post at a counter.</summary>
    public const string Clerk = nameof(Clerk);

    /// <summary>Supervisors of agents and counters.</summary>
    public const string Supervisor = nameof(Supervisor);

    /// <summary>Who may read the books: operators and accountants.</summary>
    public const string Books = nameof(Books);

    /// <summary>Who may act on a customer's account at a counter: agents and operators.</summary>
    public const string Counter = nameof(Counter);

    /// <summary>The post's people: support, warehouse, operators, accountants.</summary>
    public const string Staff = nameof(Staff);

    /// <summary>Who may look at identity papers: clerks and operators.</summary>
    public const string Reviewer = nameof(Reviewer);

    /// <summary>Who decides about words that people reported: the call centre and operators.</summary>
    public const string Moderator = nameof(Moderator);

    /// <summary>Any signed-in person, or a partner's program; not the program of a shop, which has doors of its own.</summary>
    public const string SignedIn = nameof(SignedIn);
}
