using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Postmobile.Identity;

namespace Postmobile.Bench.Money;

/// <summary>Customers who have signed in: their telephones and their bearer tokens.</summary>
internal sealed record BenchPeople(IReadOnlyList<string> Phones, IReadOnlyList<string> Tokens)
{
    private const string Pin = "7294";

    public static async Task<BenchPeople> Make(BenchHost host, int count, CancellationToken stop)
    {
        string hash = await host.Services.GetRequiredService<PinHasher>().Hash(new Pin(Pin));
        using HttpClient http = new() { BaseAddress = host.Address };
        ConcurrentDictionary<string, string> tokens = new();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = stop }, async (number, cancellation) =>
        {
            PhoneNumber phone = new("+24205" + (5_000_000 + number).ToString(CultureInfo.InvariantCulture));
            await Join(host.Grains, phone, hash);
            tokens[phone.E164] = await SignIn(http, phone, cancellation);
        });
        return new BenchPeople([.. tokens.Keys], [.. tokens.Values]);
    }

    private static async Task Join(IGrainFactory grains, PhoneNumber phone, string hash)
    {
        CustomerId id = CustomerId.New(TimeProvider.System);
        ICustomerGrain customer = grains.GetGrain<ICustomerGrain>(id.Value);
        CustomerCreation creation = new() { Phone = phone, Name = "Client de démonstration", Language = "fr", PinHash = hash, Roles = [Role.Customer] };
        IdentityRefusal? refusal = await customer.Create(creation);
        CustomerView view = await customer.Look() ?? throw new InvalidOperationException($"A customer was refused: {refusal?.StableCode}");
        refusal ??= await grains.GetGrain<IPhoneGrain>(phone.Key).Claim(new PhoneOwner(id, view.Wallet));
        if (refusal is not null)
        {
            throw new InvalidOperationException($"A customer was refused: {refusal.StableCode}");
        }

        await BenchWallets.PayIn(grains, view.Wallet);
    }

    private static async Task<string> SignIn(HttpClient http, PhoneNumber phone, CancellationToken stop)
    {
        using FormUrlEncodedContent form = new(
            new Dictionary<string, string> { ["grant_type"] = "password", ["username"] = phone.E164, ["password"] = Pin, ["device_id"] = "bench-" + phone.Key });
        using HttpResponseMessage answer = await http.PostAsync(new Uri("/connect/token", UriKind.Relative), form, stop);
        answer.EnsureSuccessStatusCode();
        JsonElement granted = await answer.Content.ReadFromJsonAsync<JsonElement>(stop);
        return granted.GetProperty("access_token").GetString()!;
    }
}
