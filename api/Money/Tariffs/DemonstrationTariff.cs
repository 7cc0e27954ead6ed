using Postmobile.Api.Identity;
using Postmobile.Identity;
using Postmobile.Money;

namespace Postmobile.Api.Money;

/// <summary>
/// Development only: an invented tariff for withdrawals and agents, so that there is something to see. It says of itself that it is not the
/// post's, and comes in as any other would: one demonstration operator proposes, it is simulated, the other approves. Transfers between
/// wallets stay free.
/// </summary>
internal sealed class DemonstrationTariff(IGrainFactory grains, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<DemonstrationTariff> logger)
    : Seed(lifetime, time, logger)
{
    private const long CommissionFunds = 500_000;

    private static readonly TariffLine[] Lines =
    [
        Line(PostingKind.CashOut, ChargeKind.Fee, 1, 5_000) with { Fixed = 100 },
        Line(PostingKind.CashOut, ChargeKind.Fee, 5_001, 25_000) with { Fixed = 300 },
        Line(PostingKind.CashOut, ChargeKind.Fee, 25_001, 100_000) with { Fixed = 900 },
        Line(PostingKind.CashOut, ChargeKind.Fee, 100_001, null) with { BasisPoints = 100, Max = 5_000 },
        Line(PostingKind.CashOut, ChargeKind.TaxOnFee, 1, null) with { BasisPoints = 1_890 },
        Line(PostingKind.CashOut, ChargeKind.Commission, 1, null) with { BasisPoints = 80, Min = 25, Max = 2_500 },
        Line(PostingKind.CashIn, ChargeKind.Commission, 1, null) with { BasisPoints = 40, Min = 15, Max = 2_000 },
    ];

    protected override async Task<bool> TrySeed(CancellationToken cancellation)
    {
        if ((await grains.Tariffs().List()).Any(version => version.Number is not null))
        {
            return true;
        }

        CustomerId[] operators = await Operators();
        if (operators.Length < 2)
        {
            return false;
        }

        string id = TariffKeys.Of(operators[0].Value, "demonstration");
        TariffOutcome proposed = await grains.Tariffs().Propose(new TariffProposal
        {
            Id = id, Scope = TariffScope.Whole, Lines = Lines, Note = "Tarif de démonstration, inventé : pas celui de la poste.", ProposedBy = operators[0].Value,
        });
        return proposed.Refusal is null && await Simulated(id, operators[0]) && await Funded()
            && (await grains.Tariffs().Approve(id, operators[1].Value)).Refusal is null;
    }

    private static TariffLine Line(PostingKind operation, ChargeKind charge, long from, long? to) =>
        new() { Operation = operation, Charge = charge, From = from, To = to };

    private async Task<CustomerId[]> Operators()
    {
        List<CustomerId> found = [];
        foreach (DemonstrationAccount person in (await grains.GetGrain<IDemonstrationGrain>(0).List()).Where(person => person.Role == Role.Operator))
        {
            if (await grains.GetGrain<IPhoneGrain>(person.Phone.Key).Owner() is { } owner)
            {
                found.Add(owner.Customer);
            }
        }

        return [.. found];
    }

    // False until it is done: the seed comes again a second later.
    private async Task<bool> Simulated(string id, CustomerId operatorId)
    {
        if ((await grains.Tariffs().Look(id))?.Simulation is not null)
        {
            return true;
        }

        await grains.GetGrain<ITariffSimulationGrain>(id).Start(null, operatorId.Value);
        return false;
    }

    private async Task<bool> Funded() =>
        (await grains.Account(PostAccounts.Trust).Transfer(new TransferRequest
        {
            Key = "demonstration commissions", Payee = PostAccounts.Commissions, Amount = CommissionFunds, Kind = PostingKind.Demonstration,
        })).Receipt is not null;
}
