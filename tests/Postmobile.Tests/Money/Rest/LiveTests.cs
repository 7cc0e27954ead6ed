using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using Xunit;

namespace Postmobile.Tests.Money.Rest;

/// <summary>The hub: what happens is told within a second, and what was missed is read by cursor.</summary>
[Collection(ApiHost.Collection)]
public sealed class LiveTests(ApiHost host)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_payment_reaches_both_sides_at_once()
    {
        Person payer = await Person.JoinAsync(host, 10_000), payee = await Person.JoinAsync(host);
        await using Ear payerEar = await Ear.OpenAsync(payer), payeeEar = await Ear.OpenAsync(payee);
        await payer.PayAsync(payee.Wallet.Number, 1_500, note: "Bonjour");
        (string name, JsonElement received) = await payeeEar.NextAsync();

        Assert.Equal(("PaymentReceived", 1_500, 1_500, "Bonjour"), (name, received.GetProperty("amount").GetInt64(), received.GetProperty("balance").GetInt64(), received.GetProperty("note").GetString()));
        (string other, JsonElement paid) = await payerEar.NextAsync();
        Assert.Equal("PaymentSent", other);
        Assert.Equal(received.GetProperty("transfer").GetString(), paid.GetProperty("transfer").GetString());
    }

    [Fact]
    public async Task What_was_missed_is_read_by_cursor()
    {
        Person payer = await Person.JoinAsync(host, 10_000), payee = await Person.JoinAsync(host);
        string cursor, firstId;
        await using (Ear ear = await Ear.OpenAsync(payee))
        {
            await payer.PayAsync(payee.Wallet.Number, 100);
            JsonElement first = (await ear.NextAsync()).Happening;
            (cursor, firstId) = (first.GetProperty("cursor").GetString()!, first.GetProperty("id").GetString()!);
        }

        await payer.PayAsync(payee.Wallet.Number, 200);
        await payer.PayAsync(payee.Wallet.Number, 300);
        JsonElement missed = await payee.GetAsync("/api/v1/events?after=" + Uri.EscapeDataString(cursor));
        long[] amounts = [.. missed.GetProperty("events").EnumerateArray().Where(one => one.GetProperty("id").GetString() != firstId).Select(one => one.GetProperty("amount").GetInt64())];
        Assert.Equal([200, 300], amounts);
    }

    [Fact]
    public async Task Nobody_hears_without_a_token_or_of_anothers_account()
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => new HubConnectionBuilder().WithUrl(new Uri(host.Address, "/hubs/live")).Build().StartAsync());
        Person payer = await Person.JoinAsync(host, 10_000), payee = await Person.JoinAsync(host), stranger = await Person.JoinAsync(host);
        await using Ear strange = await Ear.OpenAsync(stranger), ear = await Ear.OpenAsync(payee);
        await payer.PayAsync(payee.Wallet.Number, 100);
        await ear.NextAsync();
        Assert.False(strange.HasHeard);
    }

    private sealed class Ear : IAsyncDisposable
    {
        private readonly Channel<(string Name, JsonElement Happening)> heard = Channel.CreateUnbounded<(string, JsonElement)>();
        private readonly TaskCompletionSource watching = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly HubConnection connection;

        private Ear(Person person)
        {
            connection = new HubConnectionBuilder()
                .WithUrl(new Uri(person.Host.Address, "/hubs/live"), options => options.AccessTokenProvider = () => Task.FromResult<string?>(person.Token))
                .Build();
            connection.On("Watching", () => watching.TrySetResult());
            foreach (string name in new[] { "PaymentReceived", "PaymentSent", "AccountChanged" })
            {
                connection.On<JsonElement>(name, happening => heard.Writer.TryWrite((name, happening)));
            }
        }

        public bool HasHeard => heard.Reader.Count > 0;

        public static async Task<Ear> OpenAsync(Person person)
        {
            var ear = new Ear(person);
            await ear.connection.StartAsync();
            await ear.watching.Task.WaitAsync(Patience);
            return ear;
        }

        public Task<(string Name, JsonElement Happening)> NextAsync() => heard.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
