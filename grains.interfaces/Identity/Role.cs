namespace Postmobile.Identity;

/// <summary>What a person may do. The claim's value is the name in lower case.</summary>
public enum Role
{
    /// <summary>Has a wallet, buys, sends.</summary>
    Customer,

    /// <summary>Sells, with a merchant account.</summary>
    Merchant,

    /// <summary>Gives and takes cash for e-money, with a float.</summary>
    Agent,

    /// <summary>Carries parcels.</summary>
    Courier,

    /// <summary>Works in a warehouse.</summary>
    Warehouse,

    /// <summary>Answers customers.</summary>
    Support,

    /// <summary>Runs the service: floats, blocks, closings. Two of them for what is grave.</summary>
    Operator,

    /// <summary>Reads the books.</summary>
    Accountant,

    /// <summary>Another company's software.</summary>
    Partner,

    /// <summary>The post's clerk at a counter: reviews identity papers, serves customers.</summary>
    Clerk,

    /// <summary>Watches over agents and counters.</summary>
    Supervisor,
}
