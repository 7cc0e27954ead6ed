using Postmobile.Money;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Tariffs;
using Xunit;

namespace Postmobile.Tests.Money.Bulk;

/// <summary>What was quoted for a batch is what its lines are charged.</summary>
public sealed class BulkTariffTests
{
    [Fact]
    public async Task The_quote_is_what_is_charged_and_a_tariff_that_has_changed_must_be_approved_anew()
    {
        await using LedgerWorld world = await LedgerWorld.StartAsync(tariff: Table(share: 100));
        (AccountId payer, BulkActor owner, BulkActor other) = await BulkPeople.EmployerAsync(world.Silo.Grains, world.Silo.Database, 1_000_000);
        Assert.Null(await world.Account(payer).SetTier(3, "test"));
        IReadOnlyList<string> phones = await BulkPeople.JoinAsync(world.Silo.Database, 3);
        IBulkGrain batch = world.Silo.Grains.GetGrain<IBulkGrain>(BulkPayments.Key(owner.Customer, "tariff"));
        BulkOutcome begun = await batch.Begin(new BulkOpening { Payer = payer, Title = "Salaires", By = owner });
        Assert.Null(await batch.Add(begun.Upload!, [.. phones.Select((phone, i) => new BulkLineInput(i + 2, phone, i == 2 ? "100000" : "1000", "", ""))]));
        BulkBatch quoted = (await batch.Seal(begun.Upload!, "d")).Batch!;
        Assert.Equal((102_000, (2 * (25 + 5)) + 1000 + 180), (quoted.Amount, quoted.Charges));

        await batch.Submit(owner, withoutProblems: false);
        await world.Silo.Grains.ChargeAsync(Table(share: 200));
        BulkOutcome changed = await batch.Approve(other);
        Assert.Equal((BulkRefusal.QuoteChanged, (2 * (25 + 5)) + 2000 + 360), (changed.Refusal, changed.Batch!.Charges));
        Assert.Null((await batch.Approve(other)).Refusal);
        BulkBatch done = (await Eventually.GetAsync(() => batch.Look(owner), now => now!.Status == BulkStatus.Done))!;
        Assert.Equal((3, 0), (done.Paid, done.Failed));
        Assert.Equal(1_000_000 - changed.Batch.Total, await world.SqlBalance(payer));
        Assert.Equal((2_050, 370), (await world.SqlBalance(PostAccounts.Fees), await world.SqlBalance(PostAccounts.Taxes)));
    }

    /// <summary>The third tier pays a share, everybody else a fortune.</summary>
    private static TariffLine[] Table(int share) =>
    [
        TariffSentences.Line(PostingKind.BulkPayment, ChargeKind.Fee, fixedPart: 9_999),
        TariffSentences.Line(PostingKind.BulkPayment, ChargeKind.Fee, share: share, least: 25) with { Tier = 3 },
        TariffSentences.Line(PostingKind.BulkPayment, ChargeKind.TaxOnFee, share: 1_800),
    ];
}
