using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using Postmobile.Commerce;
using Postmobile.Tests.Money.Rest;
using Xunit;

namespace Postmobile.Tests.Commerce.Stock;

/// <summary>The remaining count, before the eyes of whoever looks.</summary>
[Collection(ApiHost.Collection)]
public sealed class StockLiveTests(ApiHost host)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Whoever_follows_a_product_hears_of_its_count_a_few_times_and_not_of_every_piece()
    {
        IStockGrain stock = await StockTests.Stocked(host.Grains, "p-777001", 300, cap: null);
        Person viewer = await Person.JoinAsync(host);
        var heard = Channel.CreateUnbounded<JsonElement>();
        await using HubConnection ear = new HubConnectionBuilder()
            .WithUrl(new Uri(host.Address, "/hubs/live"), options => options.AccessTokenProvider = () => Task.FromResult<string?>(viewer.Token)).Build();
        ear.On<JsonElement>("Noticed", notice => heard.Writer.TryWrite(notice));
        await ear.StartAsync();
        Assert.False(await ear.InvokeAsync<bool>("Follow", "product:s-777001"));
        Assert.True(await ear.InvokeAsync<bool>("Follow", "product:p-777001"));

        DateTimeOffset until = TimeProvider.System.GetUtcNow().AddMinutes(15);
        await Task.WhenAll(Enumerable.Range(0, 300).Select(buyer => stock.Reserve(new Reservation
        {
            Name = "x-" + buyer.ToString(CultureInfo.InvariantCulture), Buyer = "c-" + buyer.ToString(CultureInfo.InvariantCulture), Lines = [new StockLine("A", 1)], Until = until,
        })));
        int notices = 0;
        for (string left = ""; left != "0"; notices++)
        {
            JsonElement notice = await heard.Reader.ReadAsync().AsTask().WaitAsync(s_patience);
            Assert.Equal(("product.stock", "p-777001"), (notice.GetProperty("kind").GetString(), notice.GetProperty("subject").GetString()));
            left = notice.GetProperty("data").GetProperty("A").GetString()!;
        }

        Assert.InRange(notices, 1, 30);
    }
}
