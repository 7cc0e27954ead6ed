using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Postmobile.Commerce;
using Postmobile.Identity;
using Postmobile.Money;
using Postmobile.Tests.Commerce.Shops;
using Postmobile.Tests.Hosting;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.AfterSale;

/// <summary>Takings go to the owner's wallet on their days: to the franc, once.</summary>
[Collection(ApiHost.Collection)]
public sealed class PayoutTests(ApiHost host)
{
    // Times of Brazzaville; 24 November 2026 is a Tuesday. A payout falls at one in the morning whatever day it is: between two accounts of one ledger there is no bank holiday to wait for.
    [Theory]
    [InlineData(PayoutSchedule.Daily, "2026-11-24T09:00", "2026-11-25T01:00")]
    [InlineData(PayoutSchedule.Daily, "2026-11-24T00:59", "2026-11-25T01:00")]
    [InlineData(PayoutSchedule.Daily, "2026-11-25T01:00", "2026-11-26T01:00")]
    [InlineData(PayoutSchedule.Daily, "2026-12-31T23:59", "2027-01-01T01:00")]
    [InlineData(PayoutSchedule.Daily, "2026-11-28T12:00", "2026-11-29T01:00")]
    [InlineData(PayoutSchedule.Weekly, "2026-11-24T09:00", "2026-11-30T01:00")]
    [InlineData(PayoutSchedule.Weekly, "2026-11-29T23:59", "2026-11-30T01:00")]
    [InlineData(PayoutSchedule.Weekly, "2026-11-30T00:30", "2026-12-07T01:00")]
    [InlineData(PayoutSchedule.Weekly, "2026-11-30T01:00", "2026-12-07T01:00")]
    [InlineData(PayoutSchedule.Weekly, "2026-12-31T12:00", "2027-01-04T01:00")]
    [InlineData(PayoutSchedule.ByHand, "2026-11-24T09:00", null)]
    [InlineData(PayoutSchedule.AtCompletion, "2026-11-24T09:00", null)]
    public void Each_schedule_has_its_next_time(PayoutSchedule schedule, string now, string? next) =>
        Assert.Equal(next is null ? null : Local(next).ToUnixTimeMilliseconds(), PayoutRules.Next(schedule, Local(now)));

    [Theory]
    [InlineData(PayoutSchedule.Daily, 12_347)]
    [InlineData(PayoutSchedule.Weekly, 1)]
    public async Task What_is_due_is_paid_by_itself_to_the_franc_and_once(PayoutSchedule schedule, long takings)
    {
        TestShop shop = await TestShop.OpenAsync(host);
        AccountId account = (await shop.Grain.Look())!.Account;
        await Eventually.GetAsync(() => host.Grains.Account(account).Look(), known => known is not null);
        await host.FundAsync(account, takings);
        await PayoutRows.MakeDueAsync(Database, schedule, shop.Id);
        IPayoutGrain payouts = host.Grains.GetGrain<IPayoutGrain>(shop.Id);
        Payouts paid = await Eventually.GetAsync(payouts.Look, all => all.Last is [{ Transfer: not null }]);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Assert.Equal(takings, paid.Last[0].Amount);
        Assert.Equal((0, takings), ((await host.Grains.Account(account).Look())!.Balance, await shop.Owner.BalanceAsync()));
        Assert.InRange(paid.NextAt!.Value, now, now.AddDays(schedule is PayoutSchedule.Daily ? 1.1 : 7.1));
        Assert.Equal(1, BrazzavilleHour(paid.NextAt.Value));
        Assert.True(schedule is PayoutSchedule.Daily || BrazzavilleCalendar.Day(paid.NextAt.Value).DayOfWeek is DayOfWeek.Monday);

        // Being woken again on the same day pays nothing again, and what came in meanwhile waits for its day.
        await host.FundAsync(account, 50);
        await host.Grains.GetGrain<IPayoutGrain>(shop.Id).Choose(new CustomerId(shop.Owner.Id), schedule);
        Assert.Single((await payouts.Look()).Last);
        Assert.Equal(takings, await shop.Owner.BalanceAsync());
    }

    [Fact]
    public async Task Nothing_is_paid_out_of_empty_takings_and_the_day_passes()
    {
        TestShop shop = await TestShop.OpenAsync(host);
        AccountId account = (await shop.Grain.Look())!.Account;
        await Eventually.GetAsync(() => host.Grains.Account(account).Look(), known => known is not null);
        await PayoutRows.MakeDueAsync(Database, PayoutSchedule.Daily, shop.Id);
        Payouts payouts = await Eventually.GetAsync(host.Grains.GetGrain<IPayoutGrain>(shop.Id).Look, all => all.NextAt > TimeProvider.System.GetUtcNow());
        Assert.Empty(payouts.Last);
    }

    private NpgsqlDataSource Database => host.Services.GetRequiredService<NpgsqlDataSource>();

    private static DateTimeOffset Local(string text) => new(DateTime.Parse(text, CultureInfo.InvariantCulture), TimeSpan.FromHours(1));

    private static int BrazzavilleHour(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(1)).Hour;
}

/// <summary>Documents of payouts that are due, put where they would be had their time come.</summary>
internal static class PayoutRows
{
    /// <summary>Payouts that have been due for an hour, of shops whose payouts nobody has looked at yet.</summary>
    public static async Task MakeDueAsync(NpgsqlDataSource database, PayoutSchedule schedule, params string[] shops)
    {
        await using NpgsqlCommand command = database.CreateCommand(
            """
            insert into document (type, id, version, body, wake_at)
            select 'commerce.payout', shop, 1, jsonb_build_object(
                'state', jsonb_build_object('schedule', $2::text, 'nextAtMs', due, 'all', '[]'::jsonb), 'outbox', '[]'::jsonb, 'lastOutboxId', 0, 'wakeAt', due), to_timestamp(due / 1000.0)
            from unnest($1::text[]) shop, (select (extract(epoch from now()) * 1000)::bigint - 3600000 as due) time
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = shops });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(schedule.ToString()) });
        await command.ExecuteNonQueryAsync();
    }
}
