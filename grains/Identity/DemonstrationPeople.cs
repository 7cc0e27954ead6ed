using System.Security.Cryptography;
using System.Text;
using Postmobile.Money;

namespace Postmobile.Identity;

/// <summary>The people of a development database. They are named for what they do, and their numbers are well-formed but belong to nobody we know of.</summary>
internal static class DemonstrationPeople
{
    /// <summary>The PIN of them all.</summary>
    public const string Pin = "7391";

    /// <summary>A person, the money in their wallet and, for agents, in their float; in francs.</summary>
    public sealed record Person(Role Role, string Name, PhoneNumber Phone, long Wallet, long Float = 0)
    {
        /// <summary>The same at each start.</summary>
        public CustomerId Id => new($"c-{new Guid(SHA256.HashData(Encoding.UTF8.GetBytes("demonstration " + Phone.E164)).AsSpan(0, 16)):N}");

        /// <summary>Everybody is a customer too.</summary>
        public IReadOnlyList<Role> Roles => Role == Role.Customer ? [Role.Customer] : [Role.Customer, Role];
    }

    /// <summary>What lies in the agent's drawer at first.</summary>
    public const long Cash = 400_000;

    /// <summary>Where the agent is to be found.</summary>
    public static readonly AgentSettings Counter = new()
    {
        Name = "Agent de démonstration",
        Kind = CounterKind.PostOffice,
        Town = "Brazzaville",
        Landmark = "Guichet de démonstration",
        Hours = new CounterHours("07:30-17:00", "08:00-13:00"),
    };

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Person> All =
    [
        new(Role.Customer, "Client de démonstration", Number(1), Wallet: 250_000),
        new(Role.Customer, "Cliente de démonstration", Number(2), Wallet: 150_000),
        new(Role.Merchant, "Boutique de démonstration", Number(3), Wallet: 50_000),
        new(Role.Agent, "Agent de démonstration", Number(4), Wallet: 25_000, Float: 2_000_000),
        new(Role.Courier, "Coursier de démonstration", Number(5), Wallet: 10_000),
        new(Role.Warehouse, "Magasinière de démonstration", Number(6), Wallet: 10_000),
        new(Role.Support, "Conseillère de démonstration", Number(7), Wallet: 10_000),
        new(Role.Operator, "Opérateur de démonstration", Number(8), Wallet: 10_000),
        new(Role.Operator, "Opératrice de démonstration", Number(9), Wallet: 10_000),
        new(Role.Accountant, "Comptable de démonstration", Number(10), Wallet: 10_000),
        new(Role.Partner, "Partenaire de démonstration", Number(11), Wallet: 10_000),
        new(Role.Clerk, "Guichetière de démonstration", Number(12), Wallet: 10_000),
        new(Role.Supervisor, "Superviseur de démonstration", Number(13), Wallet: 10_000),
    ];

    private static PhoneNumber Number(int last) => new($"+2420660000{last:D2}");
}
